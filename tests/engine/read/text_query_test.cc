#include "engine/read/text_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace basepeak::test {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

TextRecord record_with(std::initializer_list<std::pair<const char*, const char*>> fields) {
  TextRecord record;
  for (const auto& [name, value] : fields) record.fields.push_back({name, value, 1});
  return record;
}

Acquisition acquisition(std::initializer_list<std::pair<const char*, const char*>> fields,
                        std::size_t expected_problems = 0) {
  std::vector<std::string> problems;
  const Acquisition found = acquisition_of(record_with(fields), problems);
  EXPECT_THAT(problems, SizeIs(expected_problems));
  return found;
}

TEST(EnergyInEv, IsTakenFromOneFixedEnergyInEvOrV) {
  const std::pair<const char*, double> stated[] = {{"30 eV", 30},
                                                   {"30eV", 30},
                                                   {"30 ev", 30},
                                                   {"30V", 30},
                                                   {"30 V", 30},
                                                   {"30.5 V", 30.5},
                                                   {"30.5eV", 30.5},
                                                   {"30.5V", 30.5},
                                                   {"30", 30},
                                                   {"30.5", 30.5},
                                                   {"CE30", 30},
                                                   {"CE 30 eV", 30},
                                                   {"70 eV (nominal)", 70},
                                                   {"30 eV FT-MS", 30},
                                                   {"30 eV FT-MS II", 30},
                                                   {"30 eV IT-MS", 30},
                                                   {"HCD 30 eV", 30},
                                                   {"0 V", 0}};
  for (const auto& [written, ev] : stated) {
    EXPECT_EQ(energy_in_ev(written), ev) << written;
  }
}

TEST(EnergyInEv, IsAbsentWhereTheNotationIsNotAFixedEnergyInEv) {
  for (const char* written : {"35 % (nominal)",
                              "35% (nominal)",
                              "35%",
                              "35 %",
                              "35 (nominal)",
                              "30(NCE)",
                              "30 NCE",
                              "Ramp 5-60 V",
                              "Ramp 21.1-31.6 eV",
                              "RAMP 5-60 eV",
                              "Ramp 22,9-34.3 eV",
                              "Ramp 20.1-30.2 eV 40 eV",
                              "Ramp 20%-70% (nominal)",
                              "15, 30, 45, 60, 75 or 90 (nominal)",
                              "15,30,45% (stepped)",
                              "15,30,45 (stepped)",
                              "10->60V",
                              "scaled 35 (m/z=100) to 45 (m/z=900)",
                              "35% (nominal) with stepped collision energies 20% and 50%",
                              "30-40.5mz or 40 (mz>500) nominal units",
                              "n.d.",
                              "nan",
                              "ceV",
                              "",
                              "30V orifice",
                              "+30 V orifice",
                              "HCD 30",
                              "22,9 eV",
                              "-30 V",
                              "1e999 eV",
                              "30 kV"}) {
    EXPECT_EQ(energy_in_ev(written), std::nullopt) << written;
  }
}

TEST(AcquisitionOf, ReadsAMassBankRecord) {
  const Acquisition found = acquisition({{"PrecursorMZ", "337.2274"},
                                         {"Precursor_type", "[M+H]+"},
                                         {"Ion_mode", "P"},
                                         {"Instrument_type", "LC-ESI-QTOF"},
                                         {"Ionization", "ESI"},
                                         {"MSlevel", "2"},
                                         {"Collision_energy", "32 eV"},
                                         {"Retention_time", "7.8 min"}});
  EXPECT_EQ(found.ionisation, Ionisation::esi);
  EXPECT_EQ(found.polarity, Polarity::positive);
  EXPECT_EQ(found.ms_level, 2);
  EXPECT_EQ(found.precursor_mz, 337.2274);
  EXPECT_EQ(found.adduct, "[M+H]+");
  EXPECT_EQ(found.charge, 1);
  EXPECT_EQ(found.energy, "32 eV");
  EXPECT_EQ(found.energy_ev, 32.0);
  EXPECT_DOUBLE_EQ(*found.retention_s, 468.0);
}

TEST(AcquisitionOf, ReadsAnEiRecordOfRecetox) {
  const Acquisition found = acquisition({{"PRECURSORMZ", "252.09323"},
                                         {"PRECURSORTYPE", "[M]+"},
                                         {"IONMODE", "Positive"},
                                         {"SPECTRUMTYPE", "Centroid"},
                                         {"RETENTIONTIME", "-1"},
                                         {"COLLISIONENERGY", "70eV"},
                                         {"INSTRUMENTTYPE", "GC-EI-Orbitrap"},
                                         {"IONIZATION", "EI+"}});
  EXPECT_EQ(found.ionisation, Ionisation::ei);
  EXPECT_EQ(found.ms_level, 1);
  EXPECT_FALSE(found.precursor_mz.has_value());
  EXPECT_FALSE(found.retention_s.has_value());
  EXPECT_EQ(found.energy_ev, 70.0);
}

TEST(AcquisitionOf, ReadsAnMgfRecord) {
  const Acquisition found =
      acquisition({{"PEPMASS", "337.2274 12345"}, {"CHARGE", "2-"}, {"RTINSECONDS", "61.5"}});
  EXPECT_EQ(found.ms_level, 2);
  EXPECT_EQ(found.precursor_mz, 337.2274);
  EXPECT_EQ(found.charge, 2);
  EXPECT_EQ(found.polarity, Polarity::negative);
  EXPECT_EQ(found.retention_s, 61.5);
  EXPECT_EQ(found.ionisation, Ionisation::unknown);
}

TEST(AcquisitionOf, GuessesNothingThatIsNotSaid) {
  const Acquisition found = acquisition({{"Name", "a"}, {"Retention_time", "8.1486"}});
  EXPECT_EQ(found.ionisation, Ionisation::unknown);
  EXPECT_EQ(found.polarity, Polarity::unknown);
  EXPECT_FALSE(found.retention_s.has_value());
  EXPECT_FALSE(found.charge.has_value());
}

TEST(AcquisitionOf, SaysThatAPrecursorIsNoMass) {
  const Acquisition found = acquisition({{"PrecursorMZ", "NA"}, {"MSlevel", "2"}}, 1);
  EXPECT_FALSE(found.precursor_mz.has_value());
}

TEST(AcquisitionOf, ReadsChargesFromAdducts) {
  const std::pair<const char*, int> adducts[] = {{"[M+H]+", 1},   {"[M]+*", 1},    {"[M]++", 2},
                                                 {"[M+2H]++", 2}, {"[M+2H]2+", 2}, {"[M-H]-", 1}};
  for (const auto& [adduct, charge] : adducts) {
    EXPECT_EQ(acquisition({{"MSlevel", "2"}, {"Precursor_type", adduct}}).charge, charge) << adduct;
  }
}

TEST(AcquisitionOf, DoesNotTakeABareEnergyOfATrapForEv) {
  EXPECT_EQ(acquisition({{"Collision_energy", "30"}, {"Instrument_type", "LC-ESI-QFT"}}).energy_ev,
            std::nullopt);
  EXPECT_EQ(
      acquisition({{"Collision_energy", "30"}, {"Instrument", "Q Exactive Orbitrap"}}).energy_ev,
      std::nullopt);
  EXPECT_EQ(acquisition({{"Collision_energy", "30"}, {"Instrument_type", "LC-ESI-QTOF"}}).energy_ev,
            30.0);
}

TEST(AcquisitionOf, KeepsTheWordsForAnIonisationOtherThanEiAndEsi) {
  const std::pair<const char*, const char*> stated[] = {
      {"Ionization", "CI+"},
      {"Ionization_mode", "PICI"},  // as .IONIZATION MODE of JCAMP-DX
      {"Ion_source", "Chemical Ionization"},
      {"Instrument_type", "GC-APCI-QTOF"},
      {"Source_instrument", "DART Orbitrap"},
      {"Ionization", "FieldDesorption"}};
  for (const auto& [name, words] : stated) {
    const Acquisition found = acquisition({{name, words}});
    EXPECT_EQ(found.ionisation, Ionisation::unknown) << words;
    EXPECT_EQ(found.other_ionisation, words);
  }
  const Acquisition first = acquisition({{"Ionization", "DART"}, {"Instrument_type", "LC-ESI-Q"}});
  EXPECT_EQ(first.ionisation, Ionisation::unknown);
  EXPECT_EQ(first.other_ionisation, "DART");
}

TEST(AcquisitionOf, TakesWordsThatNameNoIonisationForNothingSaid) {
  EXPECT_EQ(acquisition({{"Instrument_type", "GC-EI/CI"}}).ionisation, Ionisation::ei);
  for (const char* words : {"Positive", "70 eV", "HPLC", "Agilent 5975C", "Fiehn"}) {
    EXPECT_EQ(acquisition({{"Ionization", words}}).other_ionisation, "") << words;
    EXPECT_EQ(acquisition({{"Ionization", words}, {"Instrument_type", "GC-EI-Q"}}).ionisation,
              Ionisation::ei)
        << words;
  }
}

TEST(AcquisitionOf, ReadsAPrecursorWithItsUnit) {
  for (const char* written : {"337.2274", "337.2274 Da", "337.2274 m/z", "337.2274 Th"}) {
    EXPECT_EQ(acquisition({{"PrecursorMZ", written}}).precursor_mz, 337.2274) << written;
  }
  for (const char* written : {"337,2274", "-337.2274", "337.2274 mDa", "C22H29N2O"}) {
    EXPECT_FALSE(acquisition({{"PrecursorMZ", written}}, 1).precursor_mz) << written;
  }
}

TEST(AcquisitionOf, TellsASecondPrecursor) {
  std::vector<std::string> problems;
  const Acquisition found = acquisition_of(
      record_with({{"PrecursorMZ", "337.2274"}, {"PrecursorMZ", "351.2431"}}), problems);
  EXPECT_EQ(found.precursor_mz, 337.2274);
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(problems.front(),
            "it states two precursors, m/z 337.2274 and 351.2431: the first one is used");
  EXPECT_EQ(acquisition({{"PrecursorMZ", "337.2274"}, {"PrecursorMZ", "337.22740"}}).precursor_mz,
            337.2274);
}

TEST(AcquisitionOf, FindsTheIonisationInFieldsOfThePolarity) {
  const Acquisition found = acquisition({{"Ion_mode", "ESI+"}});
  EXPECT_EQ(found.ionisation, Ionisation::esi);
  EXPECT_EQ(found.polarity, Polarity::positive);
  EXPECT_EQ(acquisition({{"Ion_mode", "P"}}).ionisation, Ionisation::unknown);
}

TEST(AcquisitionOf, FindsThePolarityInAWord) {
  for (const char* written : {"ESI-NEG", "negative ions", "N", "ESI-", "neg"}) {
    EXPECT_EQ(acquisition({{"Ion_mode", written}}).polarity, Polarity::negative) << written;
  }
  EXPECT_EQ(acquisition({{"Scan_polarity", "negative"}}).polarity, Polarity::negative);
  EXPECT_EQ(acquisition({{"Ion_mode", "N/A"}, {"Polarity", "pos"}}).polarity, Polarity::positive);
  EXPECT_EQ(acquisition({{"Ionization", "nanoESI"}}).polarity, Polarity::unknown);
}

TEST(PolarityConflict, TellsTwoSignsOfOneRecord) {
  const auto conflict = [](std::initializer_list<std::pair<const char*, const char*>> fields) {
    std::vector<std::string> problems;
    const TextRecord record = record_with(fields);
    return polarity_conflict(record, acquisition_of(record, problems));
  };
  EXPECT_EQ(conflict({{"Ion_mode", "N"}, {"Precursor_type", "[M+H]+"}}),
            "its fields contradict each other: its ions are taken as negative, and another field "
            "says '[M+H]+'");
  EXPECT_NE(conflict({{"Ion_mode", "P"}, {"Charge", "1-"}}), "");
  EXPECT_NE(conflict({{"Ion_mode", "P"}, {"Ion_mode", "N"}}), "");
  EXPECT_EQ(conflict({{"Ion_mode", "P"}, {"Precursor_type", "[M+H]+"}, {"Charge", "1+"}}), "");
  EXPECT_EQ(conflict({{"Ionization", "EI+"}, {"Precursor_type", "[M]+*"}}), "");
}

}  // namespace
}  // namespace basepeak::test
