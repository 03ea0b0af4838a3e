#pragma once

#include <memory>

#include "engine/search/backend.h"
#include "gpu/device.h"
#include "gpu/segments.h"

namespace basepeak {

// A backend whose keys a device forms; every record that they cannot rule out is scored by
// definition, so that its bound is 0. What no device serves - a few admitted records, reverse
// scores, neutral losses of EI spectra - the backend of the processor answers. The library must
// outlive it.
[[nodiscard]] std::unique_ptr<Backend> make_device_backend(const Library& library,
                                                           std::unique_ptr<Device> device,
                                                           const DeviceLayout& layout = {});

}  // namespace basepeak
