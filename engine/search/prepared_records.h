#pragma once

#include <cstdint>

#include "engine/search/prepared.h"

namespace basepeak {

// Records that a backend has prepared already, lent out so that re-scoring need not prepare again.
class PreparedRecords {
 public:
  virtual ~PreparedRecords() = default;
  // Makes `to` equal to prepare_record(library, record, settings), where `settings` are those that
  // the records were asked for with. False, and `to` of no meaning, if this record is not kept.
  [[nodiscard]] virtual bool copy(std::uint32_t record, PreparedSpectrum& to) const = 0;
  // The same without copying, where the record stands in this form; it lives as long as these
  // records. Nothing where it does not.
  [[nodiscard]] virtual const PreparedSpectrum* find(std::uint32_t /*record*/) const {
    return nullptr;
  }
};

}  // namespace basepeak
