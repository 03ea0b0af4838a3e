#pragma once

#include <functional>
#include <memory>

#include "engine/search/backend.h"

namespace basepeak {

// The backend that `make_first` makes until it throws Error{device}, there or in a search; from
// then on, and for the call that failed, the processor's, whose answers are the same. name() says
// which, and why the first is not used. The library must outlive it.
[[nodiscard]] std::unique_ptr<Backend> make_fallback_backend(
    const Library& library, const std::function<std::unique_ptr<Backend>()>& make_first);

}  // namespace basepeak
