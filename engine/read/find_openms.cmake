# OpenMS 2.6 as Debian packages it: its CMake configuration asks for more than the readers need, and
# its generated headers lie under a build path. They are forwarded from the build tree. Defines the
# target openms_reading.
find_path(OPENMS_INCLUDE_DIR OpenMS/KERNEL/MSExperiment.h REQUIRED)
find_library(OPENMS_LIBRARY OpenMS REQUIRED)
find_library(XERCES_LIBRARY xerces-c REQUIRED)
find_package(Qt5Core REQUIRED)

set(openms_forward ${CMAKE_CURRENT_BINARY_DIR}/openms_headers)
file(GLOB_RECURSE openms_generated ${OPENMS_INCLUDE_DIR}/OpenMS/build/*.h)
foreach(header IN LISTS openms_generated)
  get_filename_component(header_name ${header} NAME)
  if(header MATCHES "/(OPENSWATHALGO/[^/]+)$")
    set(header_name ${CMAKE_MATCH_1})
  endif()
  file(WRITE ${openms_forward}/OpenMS/${header_name}.new "#include \"${header}\"\n")
  file(COPY_FILE ${openms_forward}/OpenMS/${header_name}.new
    ${openms_forward}/OpenMS/${header_name} ONLY_IF_DIFFERENT)
endforeach()

add_library(openms_reading INTERFACE)
target_include_directories(openms_reading SYSTEM INTERFACE ${openms_forward} ${OPENMS_INCLUDE_DIR})
target_link_libraries(openms_reading INTERFACE ${OPENMS_LIBRARY} Qt5::Core ${XERCES_LIBRARY})
