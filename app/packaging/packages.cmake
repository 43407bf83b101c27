# cpack -G DEB: one package a component.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sonoglyph)
set(CPACK_PACKAGE_VENDOR "The Sonoglyph authors")
set(CPACK_PACKAGE_CONTACT "The Sonoglyph authors <sonoglyph@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Speech to tokens and back, at 0.5 to 2.5 kbps")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL app dev lib models)
foreach(pair sonoglyph-studio:studio sonoglyph-train:train quantizer:quantizer python_core:python)
  string(REPLACE ":" ";" pair ${pair})
  list(GET pair 0 target)
  list(GET pair 1 component)
  if(TARGET ${target})
    list(APPEND CPACK_COMPONENTS_ALL ${component})
  endif()
endforeach()
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_APP_PACKAGE_NAME sonoglyph)
set(CPACK_DEBIAN_APP_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_APP_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_APP_PACKAGE_DEPENDS "sonoglyph-models (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_APP_DESCRIPTION "Speech to tokens and back, at 0.5 to 2.5 kbps
Sonoglyph turns speech into a few streams of discrete tokens with a residual
SimVQ codec, and tokens into speech. This package holds the command line.")
set(CPACK_DEBIAN_MODELS_PACKAGE_NAME sonoglyph-models)
set(CPACK_DEBIAN_MODELS_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_MODELS_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_MODELS_DESCRIPTION "Trained models of the Sonoglyph codec
Weights (safetensors), entropy priors, tables of phones and their card.")
set(CPACK_DEBIAN_STUDIO_PACKAGE_NAME sonoglyph-studio)
set(CPACK_DEBIAN_STUDIO_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_STUDIO_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_STUDIO_PACKAGE_DEPENDS "sonoglyph-models (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_STUDIO_PACKAGE_RECOMMENDS qt6-translations-l10n)  # buttons and keys that Qt names
set(CPACK_DEBIAN_STUDIO_DESCRIPTION "Desktop app of the Sonoglyph codec
Records or opens speech, shows the tokens that it becomes, and plays them.")
set(CPACK_DEBIAN_TRAIN_PACKAGE_NAME sonoglyph-train)
set(CPACK_DEBIAN_TRAIN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_TRAIN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_TRAIN_DESCRIPTION "Trainer of the Sonoglyph codec
Trains models and measures them; needs libtorch.")
set(CPACK_DEBIAN_LIB_PACKAGE_NAME libsonoglyph0)
set(CPACK_DEBIAN_LIB_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIB_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_LIB_PACKAGE_DEPENDS "sonoglyph-models (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_LIB_DESCRIPTION "C library of the Sonoglyph codec
Speech to tokens and back for programs in C and whatever calls C.")
set(CPACK_DEBIAN_DEV_PACKAGE_NAME libsonoglyph-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS
  "libsonoglyph0 (= ${PROJECT_VERSION}), libsndfile1-dev, libfftw3-dev, libsoxr-dev, libarchive-dev, libhwy-dev, pkg-config")
set(CPACK_DEBIAN_DEV_DESCRIPTION "C and C++ libraries of the Sonoglyph codec
sonoglyph.h and sonoglyph.pc for C; headers, static libraries and
SonoglyphConfig.cmake for C++: find_package(Sonoglyph), link Sonoglyph::codec.")
set(CPACK_DEBIAN_QUANTIZER_PACKAGE_NAME libsonoglyph-quantizer-dev)
set(CPACK_DEBIAN_QUANTIZER_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_QUANTIZER_PACKAGE_DEPENDS "libsonoglyph-dev (= ${PROJECT_VERSION}), libtorch-dev")
set(CPACK_DEBIAN_QUANTIZER_DESCRIPTION "SimVQ for C++ with libtorch
Quantizers of one and of several levels, as torch::nn modules:
find_package(Sonoglyph COMPONENTS quantizer), link Sonoglyph::quantizer.")
set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-sonoglyph)
set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
set(CPACK_DEBIAN_PYTHON_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS "sonoglyph-models (= ${PROJECT_VERSION}), python3-numpy")
if(SONOGLYPH_PYTHON)
  get_target_property(python python_core PYTHON_VERSION)  # the module runs with this one only
  string(REGEX MATCH "^3\\.([0-9]+)" python ${python})
  math(EXPR next "${CMAKE_MATCH_1} + 1")
  string(APPEND CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS
    ", python3 (>= ${python}), python3 (<< 3.${next}~)")
endif()
set(CPACK_DEBIAN_PYTHON_DESCRIPTION "Python package of the Sonoglyph codec
numpy arrays to tokens and back, whole or as streams, and the files of both.")

# Debian asks for a copyright file in each.
foreach(pair app:sonoglyph dev:libsonoglyph-dev lib:libsonoglyph0 models:sonoglyph-models
        studio:sonoglyph-studio train:sonoglyph-train
        quantizer:libsonoglyph-quantizer-dev python:python3-sonoglyph)
  string(REPLACE ":" ";" pair ${pair})
  list(GET pair 0 component)
  list(GET pair 1 package)
  if(component IN_LIST CPACK_COMPONENTS_ALL)
    install(FILES copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package}
      COMPONENT ${component})
  endif()
endforeach()
include(CPack)
