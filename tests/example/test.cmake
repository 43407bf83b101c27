# cmake -D BUILD=... -D SOURCE=... -D WORK=... -D CXX=... -P test.cmake
# Installs the library into WORK, builds the example against it with other people's flags, compiles
# every installed header alone, and looks at what the example prints.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE out)
  if(status)
    message(FATAL_ERROR "${ARGN}\n${out}")
  endif()
endfunction()
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
foreach(component app dev)
  run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix --component ${component})
endforeach()
run(${CMAKE_COMMAND} -S ${SOURCE}/tests/example -B ${WORK}/build -DCMAKE_CXX_COMPILER=${CXX}
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH=${WORK}/prefix)
run(${CMAKE_COMMAND} --build ${WORK}/build)

file(GLOB_RECURSE headers RELATIVE ${WORK}/prefix/include/sonoglyph
     ${WORK}/prefix/include/sonoglyph/*.h)
list(LENGTH headers count)
if(count LESS 10)
  message(FATAL_ERROR "only ${count} headers are installed")
endif()
foreach(header ${headers})
  file(WRITE ${WORK}/alone.cpp "#include \"${header}\"\n")
  run(${CXX} -std=c++20 -fsyntax-only -I${WORK}/prefix/include/sonoglyph ${WORK}/alone.cpp)
endforeach()

execute_process(COMMAND ${WORK}/build/tokens ${SOURCE}/models/tiny.json
  ${SOURCE}/tests/data/kathleen.flac OUTPUT_VARIABLE out RESULT_VARIABLE status)
string(REGEX MATCHALL "\n" lines "${out}")
list(LENGTH lines count)
file(READ ${SOURCE}/models/tiny.json config)
string(JSON levels GET ${config} levels)
if(status OR NOT count EQUAL levels OR NOT out MATCHES "^[0-9]+( [0-9]+)+\n")
  message(FATAL_ERROR "the example printed ${count} lines (wanted ${levels}), status ${status}")
endif()
file(REMOVE_RECURSE ${WORK})
