# Run at build: OUTPUT, a source file that holds the text of FILES under their names.
set(source "// Written by CMake from libraries/control_lists.\n#include \"engine/identify/control_lists.h\"\n\n")
string(APPEND source "namespace basepeak {\n\nnamespace {\n\nconstexpr NamedText kFiles[] = {\n")
foreach(path IN LISTS FILES)
  get_filename_component(name ${path} NAME)
  file(READ ${path} text)
  string(APPEND source "    {\"${name}\", R\"LISTS(${text})LISTS\"},\n")
endforeach()
string(APPEND source "};\n\n}  // namespace\n\n"
  "std::span<const NamedText> embedded_control_lists() noexcept { return kFiles; }\n\n"
  "}  // namespace basepeak\n")
file(WRITE ${OUTPUT} "${source}")
