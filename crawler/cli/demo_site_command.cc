#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "base/log.h"
#include "crawler/cli/commands.h"
#include "crawler/demo/demo_command.h"
#include "crawler/status/report.h"

namespace crawler::cli {

int run_demo_site_command(std::vector<std::string> arguments) {
  demo::DemoSiteOptions options;
  options.http_port = 8790;
  CLI::App app(
      "Serves the sample news site on loopback until Ctrl-C. Nothing outside this machine is\n"
      "asked for anything; varve crawl conf/demo.yaml crawls it.",
      "varve demo-site");
  app.add_option("--address", options.address, "address to listen on (default: 127.0.0.1)")
      ->type_name("ADDR");
  app.add_option("--port", options.http_port, "port for http (default: 8790; 0 takes a free one)")
      ->type_name("N");
  std::reverse(arguments.begin(), arguments.end());
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    std::fputs(app.help().c_str(), stdout);
    return 0;
  } catch (const CLI::ParseError& error) {
    base::log(base::LogLevel::error, error.what());
    return static_cast<int>(status::ExitCode::usage);
  }
  return demo::run_demo_site(options);
}

}  // namespace crawler::cli
