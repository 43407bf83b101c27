# Stands in for the TorchConfig.cmake of PyPI's libtorch where nothing is linked (tests/newer_torch.sh):
# that one refuses machines without nvcc and machines whose nvcc is not of the wheel's CUDA.
#   SONOGLYPH_TORCH_PACKAGE  the Python package's folder, .../site-packages/torch
set(TORCH_INCLUDE_DIRS "${SONOGLYPH_TORCH_PACKAGE}/include"
                       "${SONOGLYPH_TORCH_PACKAGE}/include/torch/csrc/api/include")
set(TORCH_LIBRARIES)
set(TORCH_CUDA_LIBRARIES cuda)  # no path: that it is there makes NCCL compiled
foreach(folder IN LISTS TORCH_INCLUDE_DIRS)
  if(NOT IS_DIRECTORY "${folder}")
    message(FATAL_ERROR "no headers of libtorch in ${folder}")
  endif()
endforeach()
set(Torch_FOUND TRUE)
