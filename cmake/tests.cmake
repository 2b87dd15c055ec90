find_package(Boost 1.81 REQUIRED COMPONENTS unit_test_framework)

# One executable a folder, one ctest entry a file: `foo_test.cc` holds the Boost.Test suite `foo`.
#   varve_tests(NAME warc_tests LABEL unit LIBRARIES warc SOURCES surt_test.cc ...)
function(varve_tests)
  cmake_parse_arguments(arg "" "NAME;LABEL;TIMEOUT" "LIBRARIES;SOURCES" ${ARGN})
  add_executable(${arg_NAME} ${arg_SOURCES} ${VARVE_ROOT}/tests/support/test_main.cc)
  target_link_libraries(${arg_NAME} PRIVATE varve_flags ${arg_LIBRARIES} Boost::unit_test_framework)
  # Nobody waits for a test's own code; its compile time is what costs.
  target_compile_options(${arg_NAME} PRIVATE $<$<CONFIG:Debug>:-O0>)
  target_compile_definitions(${arg_NAME} PRIVATE
    VARVE_SOURCE_DIR="${VARVE_ROOT}" VARVE_BINARY_DIR="${PROJECT_BINARY_DIR}")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  foreach(source ${arg_SOURCES})
    if(source MATCHES "^(.*)_test\\.cc$")
      set(suite ${CMAKE_MATCH_1})
      add_test(NAME ${arg_NAME}.${suite} COMMAND ${arg_NAME} --run_test=${suite})
      set_tests_properties(${arg_NAME}.${suite} PROPERTIES LABELS ${arg_LABEL} TIMEOUT ${arg_TIMEOUT})
    endif()
  endforeach()
endfunction()
