// What people read where a recording is offered that was never saved.
#pragma once

#include <QString>
#include <filesystem>

namespace gui {

// Of its spool (gui/audio/spool.h), in the language of the window.
QString recordingName(const std::filesystem::path& spool);

}  // namespace gui
