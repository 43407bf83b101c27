// The private sound server that tests/with-headless.sh started for this run.
#pragma once

#include <sys/types.h>

namespace testing_support {

// Its process, found by the folder of this run on its command line; 0: there is none.
pid_t own_sound_server();

}  // namespace testing_support
