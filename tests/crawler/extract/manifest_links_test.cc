// What tests/cases/json.cases cannot say of manifests: addresses and policies.
#include "crawler/extract/manifest_links.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/crawler/extract/extracting.h"

namespace {

using crawler::extract::Extraction;
using crawler::extract::LinkSet;

std::vector<std::string> told(std::string_view json, std::string_view address,
                              policies::ReferrerPolicy policy) {
  LinkSet links(base::Url::parse(address).value());
  crawler::extract::add_manifest_links(json, policy, links);
  Extraction extraction;
  links.move_to(extraction);
  return support::told(extraction.links);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(manifest_links)

BOOST_AUTO_TEST_CASE(urls_are_relative_to_the_manifest) {
  const std::vector<std::string> expected{
      "page manifest/start_url https://cdn.example.com/start no-referrer",
      "requisite manifest/icon https://cdn.example.com/m/i.png no-referrer"};

  BOOST_TEST(told(R"({"icons":[{"src":"i.png"}],"start_url":"../start"})",
                  "https://cdn.example.com/m/app.webmanifest",
                  policies::ReferrerPolicy::no_referrer) == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_icon_named_twice_is_one_link) {
  const auto lines = told(R"({"icons":[{"src":"i.png"},{"src":"./i.png"},{"src":""},{}]})",
                          "https://example.org/a", policies::ReferrerPolicy::origin);

  BOOST_TEST(lines.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
