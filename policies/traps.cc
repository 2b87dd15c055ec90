#include "policies/traps.h"

namespace policies {

base::Result<void> set_trap(TrapOptions&, std::string_view) { return {}; }
std::vector<std::string> trap_settings(const TrapOptions&) { return {}; }

TrapWatch::TrapWatch(TrapOptions options) : options_(options) {}
Verdict TrapWatch::judge_shape(const Candidate&) const { return {}; }
Verdict TrapWatch::admit(const Candidate&) { return {}; }
PageVerdict TrapWatch::learn(const PageSeen&) { return PageVerdict::good; }
std::optional<base::Url> TrapWatch::probe_due(const Candidate&) { return std::nullopt; }
void TrapWatch::learn_payload(const Candidate&, std::string_view) {}
void TrapWatch::learn_probe(const PageSeen&) {}
std::vector<SessionParameter> TrapWatch::take_session_parameters() { return {}; }

}  // namespace policies
