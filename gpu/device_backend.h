#pragma once

#include <memory>
#include <vector>

#include "engine/search/backend.h"
#include "gpu/device.h"
#include "gpu/segments.h"

namespace basepeak {

// A backend whose keys devices form; every record that they cannot rule out is scored by
// definition, so that its bound is 0. Each of several devices holds a part of the library, all
// search at once, and the best of all parts are the best. What no device serves - a few admitted
// records, reverse scores, neutral losses of EI spectra - the backend of the processor answers. The
// library must outlive it.
// REQUIRES: one device or more
[[nodiscard]] std::unique_ptr<Backend> make_device_backend(
    const Library& library, std::vector<std::unique_ptr<Device>> devices,
    const DeviceLayout& layout = {});
[[nodiscard]] std::unique_ptr<Backend> make_device_backend(const Library& library,
                                                           std::unique_ptr<Device> device,
                                                           const DeviceLayout& layout = {});

}  // namespace basepeak
