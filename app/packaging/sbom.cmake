# cmake -D "FILES=a;b" -D LIBRARIES=LIBRARIES.md -D VERSION=0.1.0 -D OUT=sonoglyph.spdx.json
#   [-D "MODELS=x.safetensors;y..."] -P sbom.cmake
# A bill of materials (SPDX 2.3, JSON) of what was built: the programs, every shared library that
# they load, each with its Debian package and version where there is dpkg, and the models. The time
# is that of SOURCE_DATE_EPOCH where it is set. Fails where a program itself links a library that
# LIBRARIES.md does not name.
cmake_minimum_required(VERSION 3.25)

file(STRINGS ${LIBRARIES} rows REGEX "^\\| `")
set(known)
foreach(row ${rows})
  string(REGEX MATCH "^\\| `([^`]+)` \\| ([^|]+) \\|" row "${row}")
  list(APPEND known "${CMAKE_MATCH_1}")
  set(licence_${CMAKE_MATCH_1} "${CMAKE_MATCH_2}")
endforeach()

set(packages)
set(relations)
set(seen)
function(add_package id name version licence more)
  string(APPEND packages ",
    {\"SPDXID\": \"SPDXRef-${id}\", \"name\": \"${name}\", \"versionInfo\": \"${version}\",
     \"downloadLocation\": \"NOASSERTION\", \"filesAnalyzed\": false,
     \"licenseConcluded\": \"NOASSERTION\", \"licenseDeclared\": \"${licence}\",
     \"copyrightText\": \"NOASSERTION\"${more}}")
  set(packages "${packages}" PARENT_SCOPE)
endfunction()
function(relate from type to)
  string(APPEND relations ",
    {\"spdxElementId\": \"SPDXRef-${from}\", \"relationshipType\": \"${type}\",
     \"relatedSpdxElement\": \"SPDXRef-${to}\"}")
  set(relations "${relations}" PARENT_SCOPE)
endfunction()
function(id_of name out)
  string(REGEX REPLACE "[^A-Za-z0-9.]" "-" id "${name}")
  string(REGEX REPLACE "\\+" "-" id "${id}")
  set(${out} "${id}" PARENT_SCOPE)
endfunction()

# The Debian package of a file and its version, or nothing.
find_program(DPKG_QUERY dpkg-query)
function(debian_package path package version)
  set(${package} "" PARENT_SCOPE)
  set(${version} "NOASSERTION" PARENT_SCOPE)
  if(NOT DPKG_QUERY)
    return()
  endif()
  file(REAL_PATH "${path}" real)
  string(REGEX REPLACE "^/usr/lib" "/lib" short "${real}")  # before the merge of / and /usr
  foreach(name "${real}" "${short}" "${path}")
    execute_process(COMMAND ${DPKG_QUERY} -S "${name}" OUTPUT_VARIABLE line ERROR_QUIET
      RESULT_VARIABLE status)
    if(NOT status AND line MATCHES "^([^:,\n]+)")
      set(found "${CMAKE_MATCH_1}")
      string(REGEX MATCH "^[^ \n]*" with_architecture "${line}")
      string(REGEX REPLACE ":$" "" with_architecture "${with_architecture}")
      execute_process(COMMAND ${DPKG_QUERY} -W -f "\${Version}" "${with_architecture}"
        OUTPUT_VARIABLE number ERROR_QUIET)
      set(${package} "${found}" PARENT_SCOPE)
      set(${version} "${number}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

set(unknown)
foreach(file ${FILES})
  get_filename_component(name ${file} NAME)
  id_of("${name}" program)
  file(SHA256 ${file} sum)
  add_package("${program}" "${name}" "${VERSION}" "GPL-3.0-or-later"
    ", \"checksums\": [{\"algorithm\": \"SHA256\", \"checksumValue\": \"${sum}\"}]")
  relate("DOCUMENT" "DESCRIBES" "${program}")
  execute_process(COMMAND readelf -d ${file} OUTPUT_VARIABLE dynamic COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX REPLACE "[][]" ":" dynamic "${dynamic}")  # brackets bind lists together
  string(REGEX MATCHALL "\\(NEEDED\\)[^\n]*:[^:\n]+:[^:\n]+" needed "${dynamic}")
  list(TRANSFORM needed REPLACE ".*:" "")
  foreach(library ${needed})
    if(NOT library IN_LIST known)
      list(APPEND unknown "${name}: ${library}")
    endif()
  endforeach()
  execute_process(COMMAND ldd ${file} OUTPUT_VARIABLE loaded COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "[^\t\n ]+ => /[^ \n]+" loaded "${loaded}")
  foreach(line ${loaded})
    string(REGEX MATCH "^([^ ]+) => (.*)$" line "${line}")
    set(library "${CMAKE_MATCH_1}")
    set(path "${CMAKE_MATCH_2}")
    id_of("${library}" id)
    if(NOT library IN_LIST seen)
      list(APPEND seen "${library}")
      debian_package("${path}" package version)
      set(licence NOASSERTION)
      if(DEFINED licence_${library})
        set(licence "${licence_${library}}")
      endif()
      set(reference "")
      if(package)
        set(reference ", \"sourceInfo\": \"Debian package ${package}\", \"externalRefs\": [
       {\"referenceCategory\": \"PACKAGE-MANAGER\", \"referenceType\": \"purl\",
        \"referenceLocator\": \"pkg:deb/debian/${package}@${version}\"}]")
      endif()
      add_package("${id}" "${library}" "${version}" "${licence}" "${reference}")
    endif()
    if(library IN_LIST needed)
      relate("${program}" "DYNAMIC_LINK" "${id}")
    else()
      relate("${program}" "DEPENDS_ON" "${id}")
    endif()
  endforeach()
  foreach(header CLI11 pybind11)
    if((header STREQUAL "CLI11" AND name STREQUAL "sonoglyph") OR
       (header STREQUAL "pybind11" AND name MATCHES "^_core"))
      add_package("${header}" "${header}" "NOASSERTION" "${licence_${header}}" "")
      relate("${program}" "STATIC_LINK" "${header}")
    endif()
  endforeach()
endforeach()
if(unknown)
  list(JOIN unknown ", " unknown)
  message(FATAL_ERROR "LIBRARIES.md does not name what is linked: ${unknown}")
endif()

foreach(model ${MODELS})
  get_filename_component(name ${model} NAME)
  id_of("model-${name}" id)
  file(SHA256 ${model} sum)
  add_package("${id}" "${name}" "${VERSION}" "GPL-3.0-or-later"
    ", \"checksums\": [{\"algorithm\": \"SHA256\", \"checksumValue\": \"${sum}\"}]")
  relate("DOCUMENT" "DESCRIBES" "${id}")
endforeach()

string(TIMESTAMP now "%Y-%m-%dT%H:%M:%SZ" UTC)
string(SHA256 content "${packages}${relations}")
string(REGEX REPLACE "^,\n" "\n" packages "${packages}")
string(REGEX REPLACE "^,\n" "\n" relations "${relations}")
file(WRITE ${OUT} "{\"spdxVersion\": \"SPDX-2.3\", \"dataLicense\": \"CC0-1.0\",
 \"SPDXID\": \"SPDXRef-DOCUMENT\", \"name\": \"sonoglyph-${VERSION}\",
 \"documentNamespace\": \"https://sonoglyph.invalid/spdx/${VERSION}/${content}\",
 \"creationInfo\": {\"created\": \"${now}\", \"creators\": [\"Tool: sonoglyph-sbom.cmake\"]},
 \"packages\": [${packages}],
 \"relationships\": [${relations}]}
")
