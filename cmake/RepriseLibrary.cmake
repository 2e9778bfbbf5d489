# The things that are shipped: the library reprise::reprise, the shared library reprise_c for C and whatever calls C, and the
# command `reprise`, with their install rules.
#
# The floors base..capi become one library; the floor cli becomes the command, which links that library and nothing
# of the floors by itself. reprise_c is made of the same objects and shows the symbols of src/capi/symbols.txt alone. What the library uses is PRIVATE: a client sees include/ and no third-party type. A static
# library still has to name those parties at link time, so the package config finds them again (static builds only).
# Tested by tests/install.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

get_property(floors GLOBAL PROPERTY REPRISE_FLOORS)
set(objects)
set(parties)
foreach(floor_target ${floors})
  string(REPLACE "reprise_" "" floor ${floor_target})
  if(NOT floor STREQUAL "cli")
    list(APPEND objects $<TARGET_OBJECTS:${floor_target}>)
    get_property(link GLOBAL PROPERTY REPRISE_LINK_OF_${floor})
    list(APPEND parties ${link})
  endif()
endforeach()
list(REMOVE_DUPLICATES parties)

add_library(reprise ${objects})
add_library(reprise::reprise ALIAS reprise)
target_compile_features(reprise PUBLIC cxx_std_20)
target_include_directories(reprise INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_libraries(reprise PRIVATE ${parties})
set_target_properties(reprise PROPERTIES LINKER_LANGUAGE CXX VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION})

# Its ABI is promised within one SOVERSION.
file(STRINGS ${PROJECT_SOURCE_DIR}/src/capi/symbols.txt symbols REGEX "^reprise_")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/capi/symbols.txt)
list(JOIN symbols "; " exported)
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/reprise_c.map CONTENT "{ global: @exported@; local: *; };\n" @ONLY)
add_library(reprise_c SHARED ${objects})
target_link_libraries(reprise_c PRIVATE ${parties})
target_include_directories(reprise_c INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_options(reprise_c PRIVATE -Wl,--version-script=${PROJECT_BINARY_DIR}/reprise_c.map)
set_target_properties(reprise_c PROPERTIES LINKER_LANGUAGE CXX VERSION ${PROJECT_VERSION} SOVERSION 0
  LINK_DEPENDS ${PROJECT_BINARY_DIR}/reprise_c.map)

get_property(cli_parties GLOBAL PROPERTY REPRISE_LINK_OF_cli)
add_executable(reprise_command $<TARGET_OBJECTS:reprise_cli>)
target_link_libraries(reprise_command PRIVATE reprise ${cli_parties})
set_target_properties(reprise_command PROPERTIES
  OUTPUT_NAME reprise LINKER_LANGUAGE CXX RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
if(BUILD_SHARED_LIBS)
  set_target_properties(reprise_command PROPERTIES INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")
endif()

install(TARGETS reprise_command RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT command)
install(TARGETS reprise reprise_c EXPORT repriseTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/reprise DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp" PATTERN "*.h")
install(FILES docs/reprise.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES completions/reprise.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME reprise)

# Package config for find_package(reprise).
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/reprise)
if(BUILD_SHARED_LIBS)
  set(REPRISE_IS_STATIC OFF)
else()
  set(REPRISE_IS_STATIC ON)
endif()
configure_package_config_file(cmake/repriseConfig.cmake.in ${PROJECT_BINARY_DIR}/repriseConfig.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/repriseConfigVersion.cmake
  VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)
install(EXPORT repriseTargets NAMESPACE reprise:: DESTINATION ${package_dir})
install(FILES ${PROJECT_BINARY_DIR}/repriseConfig.cmake ${PROJECT_BINARY_DIR}/repriseConfigVersion.cmake
  DESTINATION ${package_dir})

# reprise.pc, and reprise_c.pc for C. `pkg-config --static --libs reprise` names the third parties too.
# The prefix is found from the place of the file, so that `cmake --install --prefix` and moved trees work.
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX
  BASE_DIRECTORY ${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_LIBDIR}/pkgconfig OUTPUT_VARIABLE REPRISE_PC_TO_PREFIX)
configure_file(cmake/reprise.pc.in ${PROJECT_BINARY_DIR}/reprise.pc @ONLY)
configure_file(cmake/reprise_c.pc.in ${PROJECT_BINARY_DIR}/reprise_c.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/reprise.pc ${PROJECT_BINARY_DIR}/reprise_c.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
