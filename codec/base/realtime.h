// CODEC_REALTIME marks what the audio callback may call: no lock, no allocation, no system call.
// tests/test_realtime.cpp runs every marked function under an allocation and lock guard.
// A Clang that knows function effects checks the mark itself.
#pragma once

#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::nonblocking)
#define CODEC_REALTIME noexcept [[clang::nonblocking]]
#endif
#endif
#ifndef CODEC_REALTIME
#define CODEC_REALTIME noexcept
#endif
