#include <cstdio>
#include <exception>
#include <vector>

#include "engine/library/library.h"
#include "engine/read/write_agilent.h"
#include "tools/cli/starter_path.h"
#include "tools/demo_run/compose.h"

// basepeak-demo-run OUTPUT.D: composes the demonstration run from the starter library.
int main(int argc, char** argv) {
  using namespace basepeak;
  if (argc != 2) {
    std::fputs("usage: basepeak-demo-run OUTPUT.D\n", stderr);
    return 2;
  }
  // What a seized powder may hold: a cutting agent, a precursor impurity, two members of the class
  // that overlap in time, and isomers that EI cannot tell apart.
  const std::vector<DemoCompound> compounds{{"starter-caffeine-ei", 221.4, 0.9},
                                            {"starter-4-anpp-ei", 300.2, 0.12},
                                            {"starter-u-47700-ei", 389.0, 0.25},
                                            {"starter-acetyl-fentanyl-ei", 489.3, 0.5},
                                            {"starter-fentanyl-ei", 512.6, 1.0},
                                            {"starter-para-fluorofentanyl-ei", 515.3, 0.45},
                                            {"starter-cyclopropyl-fentanyl-ei", 601.7, 0.3},
                                            {"starter-carfentanil-ei", 640.5, 0.08}};
  RunHeader header;
  header.sample = "SIMULATED demonstration run";
  header.operator_name = "none";
  header.instrument = "composed";
  header.acquisition_method = "DEMO.M";
  try {
    const Library library = Library::open(starter_library_path());
    write_chemstation(argv[1], header, compose_run(library, compounds, 20260401));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "basepeak-demo-run: %s\n", error.what());
    return 1;
  }
  return 0;
}
