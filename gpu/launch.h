#pragma once

#include "gpu/passes.h"

struct CUstream_st;

namespace basepeak {

// Starts a pass on a stream; gives back what CUDA says, 0 for success.
[[nodiscard]] int launch(const Ms2Pass& pass, CUstream_st* stream);
[[nodiscard]] int launch(const EiPass& pass, CUstream_st* stream);
[[nodiscard]] int launch(const EiPeakPass& pass, CUstream_st* stream);
[[nodiscard]] int launch(const SelectPass& pass, CUstream_st* stream);
// Asks of the current device, once, what launches need of it.
[[nodiscard]] int prepare_ms2_launches();
[[nodiscard]] int prepare_ei_launches();

}  // namespace basepeak
