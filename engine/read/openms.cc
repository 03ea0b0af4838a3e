// The one file that includes OpenMS. Its XML readers are not used: OpenMS 2.6 crashes on mzXML
// whose elements are misplaced, trusts the counts it finds and prints to stderr.
#include <OpenMS/FORMAT/MSNumpressCoder.h>

#include <cmath>
#include <exception>
#include <mutex>

#include "engine/error.h"
#include "engine/read/numpress.h"

namespace basepeak {

std::vector<double> unpack_numpress(const std::string& bytes, Numpress kind) {
  // OpenMS keeps the last exception it made in shared state.
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  OpenMS::MSNumpressCoder::NumpressConfig config;
  config.np_compression = kind == Numpress::linear ? OpenMS::MSNumpressCoder::LINEAR
                          : kind == Numpress::pic  ? OpenMS::MSNumpressCoder::PIC
                                                   : OpenMS::MSNumpressCoder::SLOF;
  std::vector<double> values;
  try {
    OpenMS::MSNumpressCoder().decodeNPRaw(bytes, values, config);
  } catch (const std::exception&) {
    throw Error(ErrorKind::input, "a damaged numpress array");
  } catch (const char*) {
    throw Error(ErrorKind::input, "a damaged numpress array");
  }
  return values;
}

}  // namespace basepeak
