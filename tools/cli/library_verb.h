#pragma once

namespace CLI {
class App;
}

namespace basepeak {

// Adds `library new|import|list|show|build` to the program. The chosen one runs while `app` parses;
// `exit_code` becomes 1 when records were refused. Errors come out of the parse as basepeak::Error.
void add_library_verb(CLI::App& app, int& exit_code);

}  // namespace basepeak
