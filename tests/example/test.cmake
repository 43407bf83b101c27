# cmake -D BUILD=... -D SOURCE=... -D WORK=... -D CXX=... -D SANITIZE=... -D QUANTIZER=... -P test.cmake
# QUANTIZER: the folder of the TorchConfig.cmake that built the quantizer, or empty.
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
foreach(component app models lib dev)
  run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix --component ${component})
endforeach()
run(${CMAKE_COMMAND} -S ${SOURCE}/tests/example -B ${WORK}/build -DCMAKE_CXX_COMPILER=${CXX}
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH=${WORK}/prefix)
run(${CMAKE_COMMAND} --build ${WORK}/build)

# SimVQ with libtorch in somebody else's network, where it was built.
if(QUANTIZER)
  run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/quantizer --component dev)
  run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/quantizer --component quantizer)
  run(${CMAKE_COMMAND} -S ${SOURCE}/tests/example/quantizer -B ${WORK}/autoencoder
      -DCMAKE_CXX_COMPILER=${CXX} -DCMAKE_BUILD_TYPE=Debug -DTorch_DIR=${QUANTIZER}
      -DCMAKE_PREFIX_PATH=${WORK}/quantizer)
  run(${CMAKE_COMMAND} --build ${WORK}/autoencoder)
  execute_process(COMMAND ${WORK}/autoencoder/autoencoder OUTPUT_VARIABLE out RESULT_VARIABLE status)
  if(status OR NOT out MATCHES "step 0: error ([0-9.]+).*step 300: error ([0-9.]+), codes used ([0-9]+)")
    message(FATAL_ERROR "autoencoder: ${status}, ${out}")
  endif()
  if(NOT CMAKE_MATCH_2 LESS 0.25 OR NOT CMAKE_MATCH_1 GREATER CMAKE_MATCH_2 OR CMAKE_MATCH_3 LESS 20)
    message(FATAL_ERROR "autoencoder learned nothing: ${out}")
  endif()
  message(STATUS "autoencoder: ${out}")
endif()

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

# The C library: where its prefix was moved to, a program of C99 that pkg-config builds, and a
# Python that has nothing of ours. They and the command line find the same codes.
if(NOT SANITIZE)
  unset(ENV{SONOGLYPH_MODELS})
  file(RENAME ${WORK}/prefix ${WORK}/moved)
  file(GLOB_RECURSE pc ${WORK}/moved/*/sonoglyph.pc)
  get_filename_component(folder ${pc} DIRECTORY)
  get_filename_component(libraries ${folder} DIRECTORY)
  execute_process(COMMAND ${CMAKE_COMMAND} -E env PKG_CONFIG_PATH=${folder}
    pkg-config --cflags --libs sonoglyph OUTPUT_VARIABLE flags OUTPUT_STRIP_TRAILING_WHITESPACE
    COMMAND_ERROR_IS_FATAL ANY)
  separate_arguments(flags UNIX_COMMAND "${flags}")
  run(cc -std=c99 -Wall -Wextra -Wpedantic -Werror -O1 ${SOURCE}/tests/example/tokens.c
      -o ${WORK}/tokens_c ${flags} -Wl,-rpath,${libraries})
  run(python3 -c "import array, math, sys, wave
sound = [int(9000 * math.sin(i * i / 9e5) * (i % 5000) / 5000) for i in range(24000)]
array.array('f', [v / 32768 for v in sound]).tofile(open('${WORK}/sound.f32', 'wb'))
out = wave.open('${WORK}/sound.wav', 'wb')
out.setparams((1, 2, 16000, 0, 'NONE', None))
out.writeframes(array.array('h', sound).tobytes())")
  set(program ${WORK}/moved/bin/sonoglyph)
  execute_process(COMMAND ${WORK}/tokens_c ${WORK}/sound.f32 ${WORK}/c.sgl
    OUTPUT_VARIABLE by_c ERROR_VARIABLE said RESULT_VARIABLE status)
  if(status OR NOT said MATCHES "^[0-9]+ frames of [0-9]+ codes, streamed alike\n$")
    message(FATAL_ERROR "tokens.c: ${status}, ${said}")
  endif()
  file(GLOB library ${libraries}/libsonoglyph.so.0)
  execute_process(COMMAND python3 ${SOURCE}/tests/example/tokens_ctypes.py ${library} ${WORK}/c.sgl
    ${WORK}/c.wav OUTPUT_VARIABLE by_python ERROR_VARIABLE said RESULT_VARIABLE status)
  if(status OR NOT by_python STREQUAL by_c)
    message(FATAL_ERROR "tokens_ctypes.py: ${status}, ${said}")
  endif()
  run(${program} tokens ${WORK}/c.sgl ${WORK}/by_c.npy --no-sidecar)
  run(${program} tokens ${WORK}/sound.wav ${WORK}/by_program.npy --no-sidecar --no-auto-gain)
  run(${CMAKE_COMMAND} -E compare_files ${WORK}/by_c.npy ${WORK}/by_program.npy)
  run(${program} decode ${WORK}/c.sgl ${WORK}/program.wav)
  run(${CMAKE_COMMAND} -E compare_files ${WORK}/c.wav ${WORK}/program.wav)
endif()
file(REMOVE_RECURSE ${WORK})
