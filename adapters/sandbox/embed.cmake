# The page's files become part of the library `adapters`: the binary needs nothing beside it.
# Included by adapters/CMakeLists.txt after the library is made; run as a script (-P) it writes the .cpp.
if(CMAKE_SCRIPT_MODE_FILE)
    set(arrays "")
    set(rows "")
    set(number 0)
    file(GLOB files ${FOLDER}/*)
    foreach(file ${files})
        get_filename_component(name ${file} NAME)
        file(READ ${file} hex HEX)
        string(REGEX REPLACE "(..)" "\\\\x\\1" bytes "${hex}")
        file(SIZE ${file} size)
        string(APPEND arrays "constexpr char file_${number}[] = \"${bytes}\";\n")
        string(APPEND rows "    {\"${name}\", std::string_view(file_${number}, ${size})},\n")
        math(EXPR number "${number} + 1")
    endforeach()
    file(WRITE ${OUTPUT}
"// Written by adapters/sandbox/embed.cmake.
#include \"adapters/sandbox/page_files.hpp\"

#include <array>

namespace adapters::sandbox {

namespace {

${arrays}
constexpr std::array<page_file, ${number}> files{{
${rows}}};

} // namespace

std::span<const page_file> page_files()
{
    return files;
}

} // namespace adapters::sandbox
")
    return()
endif()

file(GLOB sandbox_page CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/page/*)
set(sandbox_page_source ${CMAKE_CURRENT_BINARY_DIR}/sandbox_page.cpp)
add_custom_command(
    OUTPUT ${sandbox_page_source}
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${CMAKE_CURRENT_LIST_DIR}/page -DOUTPUT=${sandbox_page_source}
            -P ${CMAKE_CURRENT_LIST_FILE}
    DEPENDS ${sandbox_page} ${CMAKE_CURRENT_LIST_FILE}
    VERBATIM)
target_sources(adapters PRIVATE ${sandbox_page_source})
