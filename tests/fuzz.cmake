# fuzz_NAME.cpp twice: as a libFuzzer program (SONOGLYPH_FUZZ, Clang: run it as
#   nice build/tests/fuzz_NAME -max_total_time=600 -max_len=4096 FOLDER tests/corpus/NAME
# where FOLDER takes what it finds), and as replay_NAME, which CTest runs over tests/corpus/NAME.
add_executable(make_corpus EXCLUDE_FROM_ALL make_corpus.cpp)
target_link_libraries(make_corpus PRIVATE codec_base)

set(fuzz_names container safetensors config tokens sound manifest ledger)
foreach(name ${fuzz_names})
  if(SONOGLYPH_FUZZ)
    add_executable(fuzz_${name} fuzz_${name}.cpp)
    target_compile_definitions(fuzz_${name} PRIVATE SONOGLYPH_LIBFUZZER)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    target_link_libraries(fuzz_${name} PRIVATE codec_base)
  endif()
  add_executable(replay_${name} fuzz_${name}.cpp fuzz_replay.cpp)
  target_link_libraries(replay_${name} PRIVATE codec_base)
  add_test(NAME corpus_${name} COMMAND replay_${name} ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name})
  set_tests_properties(corpus_${name} PROPERTIES TIMEOUT 60)
endforeach()
