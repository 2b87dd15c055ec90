get_filename_component(VARVE_ROOT ${CMAKE_CURRENT_LIST_DIR} DIRECTORY)

# Flags every target of ours gets. `varve_library(name sources...)` is add_library with them.
add_library(varve_flags INTERFACE)
target_compile_options(varve_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
  -Woverloaded-virtual -Wimplicit-fallthrough -Wformat=2)
target_include_directories(varve_flags INTERFACE ${VARVE_ROOT})
if(VARVE_WERROR)
  target_compile_options(varve_flags INTERFACE -Werror)
endif()
if(VARVE_SANITIZE)
  target_compile_options(varve_flags INTERFACE -fsanitize=${VARVE_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(varve_flags INTERFACE -fsanitize=${VARVE_SANITIZE})
endif()
if(VARVE_SANITIZE MATCHES thread)
  # Boost.Asio uses fences, which TSan cannot follow; it still checks everything else.
  target_compile_options(varve_flags INTERFACE -Wno-tsan)
endif()

function(varve_library name)
  add_library(${name} STATIC ${ARGN})
  add_library(varve::${name} ALIAS ${name})
  set_property(GLOBAL APPEND PROPERTY VARVE_LIBRARIES ${name})
  # Our flags are no business of who links an installed library.
  target_link_libraries(${name} PUBLIC $<BUILD_INTERFACE:varve_flags>)
endfunction()
