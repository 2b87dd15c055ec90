# Flags every target of ours gets. `varve_library(name sources...)` is add_library with them.
add_library(varve_flags INTERFACE)
target_compile_options(varve_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
  -Woverloaded-virtual -Wimplicit-fallthrough -Wformat=2)
target_include_directories(varve_flags INTERFACE ${PROJECT_SOURCE_DIR})
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
  target_link_libraries(${name} PUBLIC varve_flags)
endfunction()
