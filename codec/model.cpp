#include "codec/model.h"
