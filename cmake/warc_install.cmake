# Installs base, warc and what lies in warc's folders: all static libraries, the public headers under
# include/varve, a CMake package (VarveWarc) and pkg-config files. Included where all targets exist.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/VarveWarc)
get_property(libraries GLOBAL PROPERTY VARVE_LIBRARIES)

# A header that says "Private to x.cc" in its first comment is nobody else's.
file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${VARVE_ROOT}
  ${VARVE_ROOT}/base/*.h ${VARVE_ROOT}/warc/*.h)
foreach(header ${headers})
  file(STRINGS ${VARVE_ROOT}/${header} private REGEX "Private to")
  if(NOT private)
    get_filename_component(folder ${header} DIRECTORY)
    install(FILES ${VARVE_ROOT}/${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/varve/${folder})
  endif()
endforeach()

foreach(library ${libraries})
  set_target_properties(${library} PROPERTIES OUTPUT_NAME varve_${library})
  target_compile_features(${library} PUBLIC cxx_std_20)
  target_include_directories(${library} PUBLIC
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/varve>)
endforeach()
install(TARGETS ${libraries} EXPORT VarveWarc ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT VarveWarc FILE VarveWarcTargets.cmake NAMESPACE varve:: DESTINATION ${package_dir})

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/VarveWarcConfig.cmake.in
  ${PROJECT_BINARY_DIR}/VarveWarcConfig.cmake INSTALL_DESTINATION ${package_dir})
# Before 1.0 every minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/VarveWarcConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/VarveWarcConfig.cmake
  ${PROJECT_BINARY_DIR}/VarveWarcConfigVersion.cmake DESTINATION ${package_dir})

# The .pc files find the prefix from where they lie, so that an installed tree may be moved.
file(RELATIVE_PATH pc_to_prefix
  ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" pc_to_prefix ${pc_to_prefix})
function(install_pc name description libs requires private_requires private_libs)
  configure_file(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/library.pc.in ${PROJECT_BINARY_DIR}/${name}.pc
    @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()
# Boost has no .pc file.
install_pc(varve-warc "Reads and writes web archives (WARC, ARC, CDXJ)" "-lvarve_warc -lvarve_base"
  "" "fmt zlib libdeflate libbrotlidec libcrypto icu-uc libpsl" "-lboost_json -pthread")
install_pc(varve-wacz "Reads and writes WACZ packages" "-lvarve_wacz" "varve-warc" "" "")
install_pc(varve-warc-verify "Checks WARC, CDX and WACZ files" "-lvarve_warc_verify" "varve-wacz"
  "" "")
install_pc(varve-warc-mend "Makes whole WARC files of torn ones" "-lvarve_warc_mend"
  "varve-warc-verify" "" "")
