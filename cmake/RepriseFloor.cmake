# GCC 12 warns of overlapping copies inside its own std::string operator+ (GCC bug 105651): not a fault of ours.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 12
   AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  set(REPRISE_QUIET -Wno-restrict)
endif()

# reprise_floor(NAME SOURCES ... FLOORS ... LINK ...): a static library reprise_<name> of one floor of src/.
# FLOORS are the floors below that it may include; LINK are third parties (PRIVATE).
function(reprise_floor name)
  cmake_parse_arguments(arg "" "" "SOURCES;FLOORS;LINK" ${ARGN})
  add_library(reprise_${name} OBJECT ${arg_SOURCES})
  target_include_directories(reprise_${name} PUBLIC
    ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
  target_compile_options(reprise_${name} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion ${REPRISE_QUIET})
  # simdjson's errors are return values in the library, never exceptions: a conversion that would throw does not compile.
  target_compile_definitions(reprise_${name} PRIVATE SIMDJSON_EXCEPTIONS=0)
  if(arg_LINK)
    target_link_libraries(reprise_${name} PUBLIC ${arg_LINK})
  endif()
  set_property(GLOBAL APPEND PROPERTY REPRISE_FLOORS reprise_${name})
  set_property(GLOBAL PROPERTY REPRISE_FLOORS_OF_${name} ${arg_FLOORS})
  set_property(GLOBAL PROPERTY REPRISE_LINK_OF_${name} ${arg_LINK})
endfunction()

# reprise_test(NAME SOURCES ... FLOORS ... LABEL fast|slow): a doctest executable that links the named floors
# (and, through them, the floors below).
function(reprise_test name)
  cmake_parse_arguments(arg "" "LABEL;CASES" "SOURCES;FLOORS;LINK" ${ARGN})
  if(NOT arg_LABEL)
    set(arg_LABEL fast)
  endif()
  set(todo ${arg_FLOORS})
  set(all)
  while(todo)
    list(POP_FRONT todo floor)
    if(NOT floor IN_LIST all)
      list(APPEND all ${floor})
      get_property(below GLOBAL PROPERTY REPRISE_FLOORS_OF_${floor})
      list(APPEND todo ${below})
    endif()
  endwhile()
  add_executable(${name} ${arg_SOURCES} ${PROJECT_SOURCE_DIR}/tests/main.cpp)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE
    REPRISE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    REPRISE_COMMAND="${PROJECT_BINARY_DIR}/reprise")
  target_compile_options(${name} PRIVATE -Wall -Wextra ${REPRISE_QUIET})
  foreach(floor ${all})
    target_link_libraries(${name} PRIVATE reprise_${floor})
    target_sources(${name} PRIVATE $<TARGET_OBJECTS:reprise_${floor}>)
  endforeach()
  target_link_libraries(${name} PRIVATE ${arg_LINK})
  set(which)
  if(arg_CASES)
    set(which "--test-case=${arg_CASES}")
  endif()
  add_test(NAME ${name} COMMAND ${name} ${which})
  set_tests_properties(${name} PROPERTIES LABELS ${arg_LABEL} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
endfunction()
