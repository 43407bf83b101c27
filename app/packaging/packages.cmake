# cpack -G DEB: one package a component.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sonoglyph)
set(CPACK_PACKAGE_VENDOR "The Sonoglyph authors")
set(CPACK_PACKAGE_CONTACT "The Sonoglyph authors <sonoglyph@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Speech to tokens and back, at 0.5 to 2.5 kbps")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL app dev)
if(SONOGLYPH_PYTHON)
  list(APPEND CPACK_COMPONENTS_ALL python)
endif()
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_APP_PACKAGE_NAME sonoglyph)
set(CPACK_DEBIAN_APP_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_APP_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_APP_PACKAGE_RECOMMENDS qt6-translations-l10n)  # buttons and keys that Qt names
set(CPACK_DEBIAN_APP_DESCRIPTION "Speech to tokens and back, at 0.5 to 2.5 kbps
Sonoglyph turns speech into a few streams of discrete tokens with a residual
SimVQ codec, and tokens into speech. This package holds the command line, the
desktop app that records, shows and plays them, and the trained model.")
set(CPACK_DEBIAN_DEV_PACKAGE_NAME libsonoglyph-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS
  "sonoglyph (= ${PROJECT_VERSION}), libsndfile1-dev, libfftw3-dev, libsoxr-dev, libhwy-dev, pkg-config")
set(CPACK_DEBIAN_DEV_DESCRIPTION "C++ library of the Sonoglyph codec
Headers, static libraries and SonoglyphConfig.cmake: find_package(Sonoglyph),
link Sonoglyph::codec.")
set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-sonoglyph)
set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
set(CPACK_DEBIAN_PYTHON_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS "sonoglyph (= ${PROJECT_VERSION}), python3-numpy")
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
foreach(pair app:sonoglyph dev:libsonoglyph-dev python:python3-sonoglyph)
  string(REPLACE ":" ";" pair ${pair})
  list(GET pair 0 component)
  list(GET pair 1 package)
  if(component IN_LIST CPACK_COMPONENTS_ALL)
    install(FILES copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package}
      COMPONENT ${component})
  endif()
endforeach()
include(CPack)
