#include "warc/wacz_split.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "warc/wacz_names.h"
#include "warc/wacz_pages.h"
#include "warc/wacz_part.h"

namespace warc {
namespace {

namespace fs = std::filesystem;
using Plan = std::vector<std::vector<std::size_t>>;

base::Result<std::vector<std::uint64_t>> sizes_of(base::Disk& disk,
                                                  const std::vector<fs::path>& files) {
  std::vector<std::uint64_t> sizes;
  for (const fs::path& path : files) {
    const auto file = disk.open(path, base::OpenMode::read);
    if (!file) return file.error();
    sizes.push_back((*file)->size());
  }
  return sizes;
}

base::Result<PageHomes> find_homes(base::Disk& disk, const WaczInput& input, const Plan& plan) {
  const auto names = checked_warc_names(input);
  if (!names) return names.error();
  std::map<std::string, std::size_t, std::less<>> package_of;
  for (std::size_t package = 0; package < plan.size(); ++package) {
    for (const std::size_t warc : plan[package]) package_of.emplace((*names)[warc], package);
  }
  PageHomes homes;
  for (const fs::path& list : {input.pages, input.extra_pages}) {
    if (list.empty()) continue;
    if (auto added = homes.add_pages(disk, list); !added) return added.error();
  }
  if (input.cdxj.empty()) return homes;
  if (auto found = homes.find(disk, input.cdxj, package_of); !found) return found.error();
  return homes;
}

// Package by package; each is told of those before it, where the originals of its revisits may be.
base::Result<std::vector<WaczMember>> write_members(base::Disk& disk,
                                                    const std::vector<fs::path>& names,
                                                    WaczInput input, const Plan& plan,
                                                    const PageHomes& homes,
                                                    const fs::path& temporary_directory) {
  std::vector<WaczMember> members;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    const auto takes = [&homes, i](std::string_view line) { return homes.home_of(line) == i; };
    const WaczPart part{plan[i], takes};
    const fs::path& path = names[i];
    auto written = write_wacz_part(disk, path, input, part, temporary_directory);
    if (!written) return written.error();
    auto member = describe_wacz(disk, path);
    if (!member) return member.error();
    input.needs.push_back({member->name, member->hash});
    input.logs.clear();
    members.push_back(std::move(*member));
  }
  return members;
}

}  // namespace

Plan plan_wacz(const std::vector<std::uint64_t>& sizes, const WaczSplit& split) {
  Plan plan(1);
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const bool fits = bytes <= split.max_bytes && sizes[i] <= split.max_bytes - bytes &&
                      plan.back().size() < split.max_warcs;
    if (!fits && !plan.back().empty()) {
      plan.emplace_back();
      bytes = 0;
    }
    plan.back().push_back(i);
    bytes += sizes[i];
  }
  return plan;
}

WaczNames split_names(const fs::path& out, std::size_t count) {
  if (count == 1) return {out, {out}};
  WaczNames names{fs::path(out).replace_extension(".json"), {}};
  for (std::size_t i = 1; i <= count; ++i) {
    const std::string name = out.stem().string() + "-" + std::to_string(i) + ".wacz";
    names.packages.push_back(out.parent_path() / name);
  }
  return names;
}

base::Result<WaczPackages> write_split_wacz(base::Disk& disk, const fs::path& out,
                                            const WaczInput& input, const WaczSplit& split,
                                            const fs::path& temporary_directory) {
  const auto sizes = sizes_of(disk, input.warcs);
  if (!sizes) return sizes.error();
  const Plan plan = plan_wacz(*sizes, split);
  if (plan.size() == 1) {
    auto written = write_wacz(disk, out, input, temporary_directory);
    if (!written) return written.error();
    return WaczPackages{out, {WaczMember{out, out.filename().string(), {}, 0, {}}}};
  }

  const auto homes = find_homes(disk, input, plan);
  if (!homes) return homes.error();
  const WaczNames names = split_names(out, plan.size());
  auto members = write_members(disk, names.packages, input, plan, *homes, temporary_directory);
  if (!members) return members.error();
  MultiWacz multi{input.title, input.description, input.created, input.software,
                  std::move(*members)};
  if (auto written = write_multi_wacz_json(disk, names.entry, multi); !written) {
    return written.error();
  }
  return WaczPackages{names.entry, std::move(multi.members)};
}

}  // namespace warc
