#include "tests/support/small_runs.h"

#include <netcdf.h>

#include <bit>
#include <cstdint>
#include <sstream>
#include <stdexcept>

namespace basepeak::test {

namespace {

std::string base64(const std::string& bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t block = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      block = block << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += i + k <= bytes.size() ? kDigits[block >> (18 - 6 * k) & 63U] : '=';
    }
  }
  return text;
}

std::string little_endian(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  std::string bytes;
  for (int shift = 0; shift < 64; shift += 8) bytes.push_back(static_cast<char>(bits >> shift));
  return bytes;
}

std::string big_endian(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(bits >> shift));
  return bytes;
}

void check(int status) {
  if (status != NC_NOERR) throw std::runtime_error(nc_strerror(status));
}

}  // namespace

std::vector<Spectrum> small_scans(std::size_t count) {
  std::vector<Spectrum> scans;
  for (std::size_t scan = 0; scan < count; ++scan) {
    const auto step = static_cast<double>(scan);
    const std::vector<double> mz{41.0, 91.1, 146.0 + step, 245.25};
    const std::vector<float> intensity{120.0F, 900.0F, 16000.0F, static_cast<float>(30 + scan)};
    Spectrum spectrum;
    spectrum.peaks = Peaks::from_unsorted(mz, intensity);
    spectrum.total_ion_signal = spectrum.peaks.total();
    spectrum.acquisition.retention_s = 60.0 + 0.25 * step;
    spectrum.acquisition.scan = scan + 1;
    scans.push_back(std::move(spectrum));
  }
  return scans;
}

void write_andi(const std::filesystem::path& path, const std::vector<Spectrum>& scans) {
  std::vector<double> time;
  std::vector<int> index;
  std::vector<int> count;
  std::vector<double> mz;
  std::vector<double> intensity;
  for (const Spectrum& scan : scans) {
    time.push_back(*scan.acquisition.retention_s);
    index.push_back(static_cast<int>(mz.size()));
    count.push_back(static_cast<int>(scan.peaks.size()));
    mz.insert(mz.end(), scan.peaks.mz().begin(), scan.peaks.mz().end());
    intensity.insert(intensity.end(), scan.peaks.intensity().begin(), scan.peaks.intensity().end());
  }
  int file = -1;
  int scan_dimension = -1;
  int point_dimension = -1;
  check(nc_create(path.c_str(), NC_CLOBBER, &file));
  check(nc_def_dim(file, "scan_number", scans.size(), &scan_dimension));
  check(nc_def_dim(file, "point_number", mz.size(), &point_dimension));
  const auto define = [&](const char* name, nc_type type, int dimension) {
    int id = -1;
    check(nc_def_var(file, name, type, 1, &dimension, &id));
    return id;
  };
  const int time_id = define("scan_acquisition_time", NC_DOUBLE, scan_dimension);
  const int index_id = define("scan_index", NC_INT, scan_dimension);
  const int count_id = define("point_count", NC_INT, scan_dimension);
  const int mz_id = define("mass_values", NC_FLOAT, point_dimension);
  const int intensity_id = define("intensity_values", NC_INT, point_dimension);
  const std::string mode = "Electron Impact";
  check(nc_put_att_text(file, NC_GLOBAL, "test_ionization_mode", mode.size(), mode.data()));
  check(nc_enddef(file));
  check(nc_put_var_double(file, time_id, time.data()));
  check(nc_put_var_int(file, index_id, index.data()));
  check(nc_put_var_int(file, count_id, count.data()));
  check(nc_put_var_double(file, mz_id, mz.data()));
  check(nc_put_var_double(file, intensity_id, intensity.data()));
  check(nc_close(file));
}

std::string mzml_of(const std::vector<Spectrum>& scans) {
  std::ostringstream xml;
  xml << "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
         "<mzML xmlns=\"http://psi.hupo.org/ms/mzml\" version=\"1.1.0\">\n"
         "<cvList count=\"1\"><cv id=\"MS\" fullName=\"PSI-MS\" version=\"4\" "
         "URI=\"x\"/></cvList>\n"
         "<fileDescription><fileContent/></fileDescription>\n"
         "<softwareList count=\"1\"><software id=\"s\" version=\"1\"/></softwareList>\n"
         "<instrumentConfigurationList count=\"1\"><instrumentConfiguration id=\"IC\">"
         "<cvParam cvRef=\"MS\" accession=\"MS:1000031\" name=\"made up\" value=\"\"/>"
         "<componentList count=\"1\"><source order=\"1\"><cvParam cvRef=\"MS\" "
         "accession=\"MS:1000389\" name=\"electron ionization\" value=\"\"/></source>"
         "</componentList></instrumentConfiguration></instrumentConfigurationList>\n"
         "<dataProcessingList count=\"1\"><dataProcessing id=\"dp\"><processingMethod order=\"0\" "
         "softwareRef=\"s\"/></dataProcessing></dataProcessingList>\n"
         "<run id=\"r\" defaultInstrumentConfigurationRef=\"IC\">\n<spectrumList count=\""
      << scans.size() << "\" defaultDataProcessingRef=\"dp\">\n";
  const auto term = [&](const char* accession, const char* name) {
    xml << "<cvParam cvRef=\"MS\" accession=\"" << accession << "\" name=\"" << name
        << "\" value=\"\"/>";
  };
  for (std::size_t i = 0; i < scans.size(); ++i) {
    const Peaks& peaks = scans[i].peaks;
    xml << "<spectrum index=\"" << i << "\" id=\"scan=" << i + 1 << "\" defaultArrayLength=\""
        << peaks.size() << "\">"
        << "<cvParam cvRef=\"MS\" accession=\"MS:1000511\" name=\"ms level\" value=\"1\"/>";
    term("MS:1000579", "MS1 spectrum");
    term("MS:1000127", "centroid spectrum");
    term("MS:1000130", "positive scan");
    xml << "<scanList count=\"1\"><scan><cvParam cvRef=\"MS\" accession=\"MS:1000016\" "
           "name=\"scan start time\" value=\""
        << *scans[i].acquisition.retention_s
        << "\" unitCvRef=\"UO\" unitAccession=\"UO:0000010\" "
           "unitName=\"second\"/></scan></scanList>"
           "<binaryDataArrayList count=\"2\">";
    std::string mz;
    std::string intensity;
    for (const double value : peaks.mz()) mz += little_endian(value);
    for (const float value : peaks.intensity()) intensity += little_endian(value);
    for (const bool is_mz : {true, false}) {
      const std::string text = base64(is_mz ? mz : intensity);
      xml << "<binaryDataArray encodedLength=\"" << text.size() << "\">";
      term("MS:1000523", "64-bit float");
      term("MS:1000576", "no compression");
      term(is_mz ? "MS:1000514" : "MS:1000515", is_mz ? "m/z array" : "intensity array");
      xml << "<binary>" << text << "</binary></binaryDataArray>";
    }
    xml << "</binaryDataArrayList></spectrum>\n";
  }
  xml << "</spectrumList>\n</run>\n</mzML>\n";
  return xml.str();
}

std::string mzxml_of(const std::vector<Spectrum>& scans) {
  std::ostringstream xml;
  xml << "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<mzXML "
         "xmlns=\"http://sashimi.sourceforge.net/schema_revision/mzXML_3.2\">\n<msRun scanCount=\""
      << scans.size() << "\">\n";
  for (std::size_t i = 0; i < scans.size(); ++i) {
    const Peaks& peaks = scans[i].peaks;
    std::string pairs;
    for (std::size_t k = 0; k < peaks.size(); ++k) {
      pairs += big_endian(static_cast<float>(peaks.mz()[k])) + big_endian(peaks.intensity()[k]);
    }
    xml << "<scan num=\"" << i + 1
        << "\" msLevel=\"1\" centroided=\"1\" polarity=\"+\" peaksCount=\"" << peaks.size()
        << "\" retentionTime=\"PT" << *scans[i].acquisition.retention_s
        << "S\">\n<peaks precision=\"32\" byteOrder=\"network\" contentType=\"m/z-int\" "
           "compressionType=\"none\" compressedLen=\"0\">"
        << base64(pairs) << "</peaks>\n</scan>\n";
  }
  xml << "</msRun>\n</mzXML>\n";
  return xml.str();
}

std::string mzdata_of(const std::vector<Spectrum>& scans) {
  std::ostringstream xml;
  xml << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<mzData version=\"1.05\">\n"
         "<spectrumList count=\""
      << scans.size() << "\">\n";
  for (std::size_t i = 0; i < scans.size(); ++i) {
    const Peaks& peaks = scans[i].peaks;
    std::string mz;
    std::string intensity;
    for (const double value : peaks.mz()) mz += little_endian(value);
    for (const float value : peaks.intensity()) intensity += big_endian(value);
    xml << "<spectrum id=\"" << i + 1
        << "\"><spectrumDesc><spectrumSettings><acqSpecification spectrumType=\"discrete\" "
           "count=\"1\"/><spectrumInstrument msLevel=\"1\"><cvParam cvLabel=\"psi\" "
           "accession=\"PSI:1000037\" name=\"Polarity\" value=\"Positive\"/><cvParam "
           "cvLabel=\"psi\" accession=\"PSI:1000039\" name=\"TimeInSeconds\" value=\""
        << *scans[i].acquisition.retention_s
        << "\"/></spectrumInstrument></spectrumSettings></spectrumDesc>\n<mzArrayBinary><data "
           "precision=\"64\" endian=\"little\" length=\""
        << peaks.size() << "\">" << base64(mz)
        << "</data></mzArrayBinary>\n<intenArrayBinary><data precision=\"32\" endian=\"big\" "
           "length=\""
        << peaks.size() << "\">" << base64(intensity) << "</data></intenArrayBinary>\n"
        << "</spectrum>\n";
  }
  xml << "</spectrumList>\n</mzData>\n";
  return xml.str();
}

std::string jcamp_of(const std::vector<Spectrum>& scans) {
  std::ostringstream text;
  text << "##TITLE= made up\n##JCAMP-DX= 5.00\n##DATA TYPE= MASS SPECTRUM\n##DATA CLASS= NTUPLES\n"
          "##.IONIZATION MODE= EI+\n##NTUPLES= MASS SPECTRUM\n##SYMBOL= X, Y, T\n"
          "##UNITS= M/Z, RELATIVE ABUNDANCE, SECONDS\n";
  for (const Spectrum& scan : scans) {
    text << "##PAGE= T= " << *scan.acquisition.retention_s << "\n##NPOINTS= " << scan.peaks.size()
         << "\n##DATA TABLE= (XY..XY), PEAKS\n";
    for (std::size_t k = 0; k < scan.peaks.size(); ++k) {
      text << scan.peaks.mz()[k] << ", " << scan.peaks.intensity()[k] << "\n";
    }
  }
  text << "##END NTUPLES= MASS SPECTRUM\n##END=\n";
  return text.str();
}

std::string msp_of(const std::vector<Spectrum>& scans) {
  std::ostringstream text;
  for (const Spectrum& scan : scans) {
    text << "Name: compound " << scan.acquisition.scan
         << "\nMW: 336\nNum Peaks: " << scan.peaks.size() << "\n";
    for (std::size_t k = 0; k < scan.peaks.size(); ++k) {
      text << scan.peaks.mz()[k] << " " << scan.peaks.intensity()[k] << "\n";
    }
    text << "\n";
  }
  return text.str();
}

std::string mgf_of(const std::vector<Spectrum>& scans) {
  std::ostringstream text;
  for (const Spectrum& scan : scans) {
    text << "BEGIN IONS\nTITLE=compound " << scan.acquisition.scan
         << "\nPEPMASS=337.227 1000\nCHARGE=1+\nRTINSECONDS=" << *scan.acquisition.retention_s
         << "\n";
    for (std::size_t k = 0; k < scan.peaks.size(); ++k) {
      text << scan.peaks.mz()[k] << " " << scan.peaks.intensity()[k] << "\n";
    }
    text << "END IONS\n\n";
  }
  return text.str();
}

}  // namespace basepeak::test
