# house_library(<name> <folder>...): a static library of every .cpp file directly in the folders, so that a file is
# part of the build as soon as it exists and no list can fall behind.
function(house_library name)
    set(sources)
    foreach(folder ${ARGN})
        file(GLOB found CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp)
        list(APPEND sources ${found})
        list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
    endforeach()
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC house_style)
endfunction()
