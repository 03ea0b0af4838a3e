#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <regex>
#include <string>
#include <vector>

#include "engine/report/html_text.h"
#include "engine/report/peak_pairs.h"
#include "engine/report/report.h"

namespace basepeak {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

Peaks peaks_of(const std::vector<double>& mz, const std::vector<float>& intensity) {
  return Peaks::from_unsorted(mz, intensity);
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

bool holds(const std::string& text, const std::string& part) { return count_of(text, part) > 0; }

// The page without its own style sheet and script, which hold words such as "print" themselves.
std::string content_of(const std::string& page) {
  return page.substr(page.find("<main>"), page.find("</main>") - page.find("<main>"));
}

Identification matched_component(const std::string& name) {
  Identification component;
  component.query.peaks = peaks_of({105, 146, 189, 245, 77}, {40, 60, 35, 100, 12});
  component.query.raw_peaks = peaks_of({105, 146, 189, 245, 207}, {4, 6, 3.5F, 10, 3});
  component.query.acquisition.retention_s = 972.0;
  component.query.retention_s = 972.6;
  component.query.area = 3e6;
  component.query.purity = 0.93;
  component.matches.hits.push_back({0, 934.9, 941.2, 4, {}});
  component.level = ConclusionLevel::compound;
  component.level_text = "Library match, tentative";
  component.isomer_group.members.push_back({"rec-1", name, "PJMPHNIQZUBGLI-UHFFFAOYSA-N"});
  component.why.push_back("best library record " + name);
  return component;
}

Report one_match(const std::string& name = "Fentanyl") {
  Report report;
  report.run.header.name = "HO-A.D";
  report.run.chromatogram_s = {960, 965, 970, 975, 980};
  report.run.chromatogram_tic = {100, 900, 5000, 800, 100};
  report.run.last_s = 980;
  report.components.push_back(matched_component(name));
  report.records.push_back({0, "rec-1", name, "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "C22H28N2O",
                            "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1", "measured", "source",
                            "licence", "fentanyl",
                            peaks_of({105, 146, 189, 245, 42}, {38, 61, 34, 100, 20})});
  return report;
}

TEST(Html, EscapesHostileNamesEverywhere) {
  const std::string hostile = "<script>alert('x')</script>\"><img src=x onerror=y>";
  Report report = one_match(hostile);
  report.run.header.name = report.run.header.sample = report.run.header.operator_name = hostile;
  report.library.name = report.method.name = report.backend = hostile;
  report.records[0].id = report.records[0].formula = report.records[0].smiles = hostile;
  report.records[0].compound_class = report.records[0].origin = hostile;
  auto& component = report.components[0];
  component.level_text = component.compound_class.name = hostile;
  component.compound_class.is_called = true;
  component.compound_class.evidence.push_back({hostile, hostile, hostile, true, 0.5});
  component.compound_class.changed_sites = component.why = {hostile};
  ControlFlag flag;
  flag.title = flag.jurisdiction = flag.entry = flag.text_date = flag.citation = hostile;
  flag.verified_on = flag.note = hostile;
  flag.members = {hostile};
  component.flags = {flag};
  component.query.acquisition.adduct = component.query.acquisition.energy = hostile;
  report.skipped.push_back({hostile, hostile});
  const std::string content = content_of(to_html(report));
  EXPECT_FALSE(holds(content, "<script"));
  EXPECT_FALSE(holds(content, "<img"));
  EXPECT_TRUE(holds(content, "&lt;script&gt;"));
  EXPECT_EQ(count_of(to_html(report), "<script"), 1U);  // the page's own
}

TEST(Html, ShowsFlagsWithTheDateOfTheTextAndThatTheyAreNoLegalAdvice) {
  Report report = one_match();
  EXPECT_FALSE(holds(to_html(report), "no legal advice: the conclusion"));
  ControlFlag flag;
  flag.jurisdiction = "United States";
  flag.title = "Schedule II";
  flag.entry = "Fentanyl";
  flag.text_date = "2025-07-16";
  flag.members = {"Fentanyl"};
  flag.differs_between_members = true;
  report.components[0].flags = {flag};
  report.control_lists = {{"united_states.tsv", "7", "abcdef"}};
  const std::string html = content_of(to_html(report));
  EXPECT_TRUE(holds(html, "no legal advice: the conclusion is for the competent authority"));
  EXPECT_TRUE(holds(html, "2025-07-16"));
  EXPECT_TRUE(holds(html, "Fentanyl only"));
  EXPECT_TRUE(holds(html, "not verified"));
  EXPECT_TRUE(holds(html, "Control lists: 1 named."));
  EXPECT_TRUE(holds(html, "united_states.tsv"));
  EXPECT_TRUE(holds(html, "abcdef"));
}

TEST(Html, ReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(html_text("a\xFF"
                      "b"),
            "a\uFFFDb");
  EXPECT_EQ(html_text("\xE2\x82"), "\uFFFD\uFFFD");            // cut
  EXPECT_EQ(html_text("\xC0\xAF"), "\uFFFD\uFFFD");            // overlong
  EXPECT_EQ(html_text("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // surrogate
  EXPECT_EQ(html_text("\u00B5g \u2013 \U0001F9EA"), "\u00B5g \u2013 \U0001F9EA");
  EXPECT_EQ(html_text("a\u202Eb"), "a\uFFFDb");  // would turn the writing round
  EXPECT_EQ(html_text(std::string("a\0b", 3)), "a\uFFFDb");
}

TEST(Html, LoadsNothingFromOutside) {
  const std::string html = to_html(one_match()) + summary_html({});
  EXPECT_FALSE(std::regex_search(html, std::regex(R"((src|srcset|data|action)\s*=\s*["'])")));
  EXPECT_FALSE(std::regex_search(html, std::regex(R"(url\(|@import|<link|<iframe|<object)")));
  EXPECT_FALSE(std::regex_search(html, std::regex(R"(href\s*=\s*["'](?!#))")));
  EXPECT_FALSE(holds(html, "http://"));
  EXPECT_FALSE(holds(html, "https://"));
}

TEST(Html, MarksUnmatchedPeaksOnBothSides) {
  const std::string html = content_of(to_html(one_match()));
  // m/z 77 stands only in the component, m/z 42 lies below the lowest common mass.
  EXPECT_TRUE(holds(html, "Only in the component: 77 (12 %). Only in the library record: none."));
  EXPECT_TRUE(holds(html, "not compared"));
  Report report = one_match();
  report.records[0].peaks = peaks_of({42, 105, 146, 189, 245, 202}, {1, 38, 61, 34, 100, 20});
  report.components[0].query.peaks =
      peaks_of({42, 105, 146, 189, 245, 120}, {1, 40, 60, 35, 100, 12});
  const std::string both = content_of(to_html(report));
  EXPECT_TRUE(holds(both, "Only in the component: 120 (12 %)."));
  EXPECT_TRUE(holds(both, "Only in the library record: 202 (20 %)."));
  // Two sides of sticks and two keys of the legend.
  EXPECT_EQ(count_of(both, "<path class=\"un\""), 4U);
  EXPECT_EQ(count_of(both, "<circle class=\"ut\""), 2U);
  EXPECT_EQ(count_of(both, "<path class=\"ut\""), 2U);
}

TEST(Html, PairsAccurateMassesWithinTheTolerance) {
  SearchSettings settings;
  settings.score = Score::ms2_entropy;
  settings.peak_tolerance = Tolerance::da(0.02);
  const PeakPairs pairs = pair_peaks(peaks_of({105.070, 188.143}, {50, 100}),
                                     peaks_of({105.085, 188.170}, {50, 100}), {}, settings);
  EXPECT_EQ(pairs.query[0].fate, PeakFate::paired);
  EXPECT_EQ(pairs.record[0].fate, PeakFate::paired);
  EXPECT_EQ(pairs.query[1].fate, PeakFate::unpaired);
  EXPECT_EQ(pairs.record[1].fate, PeakFate::unpaired);
}

TEST(Html, NamesPeaksThatPairAtTheMassDifference) {
  SearchSettings settings;
  settings.score = Score::ei_hybrid;
  const PeakPairs pairs = pair_peaks(peaks_of({50, 105, 259}, {10, 50, 100}),
                                     peaks_of({50, 105, 245}, {10, 50, 100}), 14.0, settings);
  EXPECT_EQ(pairs.query[2].fate, PeakFate::shifted);
  EXPECT_EQ(pairs.record[2].fate, PeakFate::shifted);
  EXPECT_EQ(pairs.query[1].fate, PeakFate::paired);
}

TEST(Html, NeverPrintsWhatIsNotANumber) {
  Report report = one_match();
  for (const double bad : {kNan, kInfinity, -kInfinity}) {
    auto& component = report.components.emplace_back(matched_component("X"));
    auto& query = component.query;
    query.area = query.purity = query.retention_s = query.start_s = query.end_s = bad;
    query.model_mz = query.signal_to_noise = bad;
    query.stated_mass = bad;
    query.acquisition.precursor_mz = bad;
    component.matches.hits[0].score = bad;
    component.matches.hits[0].reverse_score = bad;
    component.matches.hits[0].mass_difference = bad;
    component.compound_class.evidence.push_back({"m/z 245", "C15H21N2O", "", true, bad});
    report.run.chromatogram_s.push_back(static_cast<float>(bad));
    report.run.chromatogram_tic.push_back(static_cast<float>(bad));
    report.method.ei_search.query_mass = bad;
    report.run.last_s = bad;
    const std::string content = content_of(to_html(report));
    EXPECT_FALSE(
        std::regex_search(content, std::regex(R"([^a-z](nan|inf)[^a-z])", std::regex::icase)));
  }
}

TEST(Html, GivesTheSameBytesTwice) { EXPECT_EQ(to_html(one_match()), to_html(one_match())); }

TEST(Html, SaysThatARunWithoutComponentsHasNone) {
  const std::string html = to_html(Report{});
  EXPECT_TRUE(holds(html, "The run holds no scan."));
  EXPECT_TRUE(holds(html, "Nothing was skipped."));
  EXPECT_TRUE(holds(html, "holds no chromatogram"));
}

Report empty_run(std::size_t scans) {
  Report report;
  report.run.scans = scans;
  report.run.chromatogram_s.resize(scans);
  report.run.chromatogram_tic.resize(scans);
  return report;
}

// "Nothing rises above the noise" is a finding: it must not be said of what was not looked at.
TEST(Html, SaysWhyThereIsNoComponentByWhatHappened) {
  const std::string noise = "rise and fall together above the noise";
  Report looked_at = empty_run(500);
  EXPECT_TRUE(holds(to_html(looked_at), noise));
  EXPECT_TRUE(holds(to_html(looked_at), "nowhere do 3 ions or more"));
  looked_at.skipped.push_back({"after scan 500", "the file is cut", true});
  EXPECT_TRUE(holds(to_html(looked_at), "Not searched: after scan 500: the file is cut."));

  Report liquid = empty_run(469);
  liquid.skipped.push_back({"469 scans from scan 1", "MS1 scans that are not EI", true});
  const std::string sentence =
      "No scan of this run was searched: 469 scans from scan 1: MS1 scans that are not EI.";
  EXPECT_TRUE(holds(to_html(liquid), sentence));
  EXPECT_FALSE(holds(to_html(liquid), noise));
  EXPECT_FALSE(holds(to_html(liquid), "Only a part"));
  const std::string summary = summary_html({summarise(liquid, "LC.D")});
  EXPECT_TRUE(holds(summary, sentence));
  EXPECT_FALSE(holds(summary, "Only a part of the run"));

  const Report single = empty_run(1);
  EXPECT_TRUE(holds(to_html(single), "No component can be told in a run of 1 MS1 scan"));
  EXPECT_FALSE(holds(to_html(single), noise));
  EXPECT_TRUE(holds(summary_html({summarise(single, "ONE.D")}), "in a run of 1 MS1 scan"));
}

TEST(Html, SaysWhyThereIsNoCandidate) {
  Report report = one_match();
  report.components[0].matches.hits.clear();
  report.components[0].matches.notes = {"no hits: nearest is a, score 950.1, below the threshold"};
  report.components[0].level = ConclusionLevel::nothing_found;
  EXPECT_TRUE(holds(to_html(report), "No candidate: nearest is a, score 950.1"));
  EXPECT_TRUE(holds(to_html(report), "Nothing found: nearest is a, score 950.1"));
  EXPECT_FALSE(holds(to_html(report), "comparable"));
}

TEST(Html, NeverCallsALibraryMatchIdentified) {
  const std::string html = to_html(one_match());
  EXPECT_FALSE(std::regex_search(html, std::regex("identif", std::regex::icase)));
  EXPECT_TRUE(holds(html, "Library match, tentative"));
  EXPECT_TRUE(holds(html, "no legal advice"));
}

TEST(Html, TruncatesMatchFactorsAndKeepsThreeDecimalsOfSimilarities) {
  const std::string ei = content_of(to_html(one_match()));
  EXPECT_TRUE(holds(ei, "match factor 934"));
  EXPECT_FALSE(holds(ei, "935"));
  Report report = one_match();
  report.components[0].query.acquisition.ms_level = 2;
  report.components[0].matches.hits[0].score = 0.87654;
  EXPECT_TRUE(holds(content_of(to_html(report)), "similarity 0.877"));
}

TEST(Html, LeavesOutPlotsBeyondTwoHundredAndSaysSo) {
  Report report = one_match();
  for (int i = 0; i < 230; ++i) report.components.push_back(matched_component("Fentanyl"));
  const std::string html = content_of(to_html(report));
  EXPECT_EQ(count_of(html, "<details"), 200U);
  EXPECT_TRUE(holds(html, "plots of 31 components were left out"));
  EXPECT_TRUE(holds(html, "JSON report carries their spectra"));
  EXPECT_TRUE(holds(html, ">231<"));          // in the table all the same
  EXPECT_EQ(count_of(html, "<symbol "), 1U);  // one drawing for all of them
}

TEST(Html, PlotsTheFortyLargestOfThoseWithNothingFound) {
  Report report = one_match();
  for (int i = 0; i < 60; ++i) {
    auto& component = report.components.emplace_back(matched_component("Fentanyl"));
    component.level = ConclusionLevel::nothing_found;
    component.level_text = "Nothing found in this library";
    component.isomer_group = {};
    component.query.area = i + 1.0;
  }
  const std::string html = content_of(to_html(report));
  EXPECT_EQ(count_of(html, "Plots left out"), 20U);
  EXPECT_TRUE(holds(html, "the plots of 20 were left out"));
  EXPECT_TRUE(holds(html, "Nearest was <b>Fentanyl</b>, match factor 934"));
}

TEST(Html, DrawsALongChromatogramAsItsEnvelope) {
  Report report;
  for (int i = 0; i < 200000; ++i) {
    report.run.chromatogram_s.push_back(static_cast<float>(i) * 0.02F);
    report.run.chromatogram_tic.push_back(i == 123456 ? 1e6F : static_cast<float>(i % 7));
  }
  const std::string html = to_html(report);
  EXPECT_LT(html.size(), 120000U);
  EXPECT_TRUE(holds(html, "1.0</text>"));  // the lone maximum sets the axis, so it was kept
}

TEST(Html, ShowsANameWhereTheStructureCannotBeDrawn) {
  Report report = one_match("Odd one");
  report.records[0].smiles = "C1CC(";
  const std::string html = content_of(to_html(report));
  EXPECT_FALSE(holds(html, "<symbol"));
  EXPECT_TRUE(holds(html, "<b>Odd one</b>"));
}

TEST(Html, SaysThatASimulatedRunIsOne) {
  Report report = one_match();
  EXPECT_FALSE(holds(to_html(report), "not an instrument recording"));
  report.run.header.sample = "SIMULATED demonstration";
  EXPECT_TRUE(holds(to_html(report), "Composed demonstration run, not an instrument recording"));
}

TEST(Html, SurvivesAHitWhoseRecordIsNotCarried) {
  Report report = one_match();
  report.records.clear();
  EXPECT_TRUE(holds(to_html(report), "record not carried"));
}

TEST(SummaryHtml, ListsFailedRunsFirstWithTheReason) {
  SummaryRow good;
  good.run = good.file_stem = "A b.D";
  good.status = "ok";
  good.findings = {"Fentanyl, 16.21 min"};
  good.has_class_call = true;
  SummaryRow bad;
  bad.run = "<bad>.D";
  bad.status = "failed";
  bad.reason = "cut in the header";
  const std::string html = content_of(summary_html({good, bad}));
  EXPECT_LT(html.find("&lt;bad&gt;.D"), html.find("A b.D"));
  EXPECT_TRUE(holds(html, "Not processed: cut in the header"));
  EXPECT_TRUE(holds(html, "1 run could not be processed"));
  EXPECT_TRUE(holds(html, "href=\"./A%20b.D.report.html\""));
  EXPECT_TRUE(holds(html, "fentanyl class</span>"));
}

TEST(SummaryHtml, SaysThatNoRunWasGiven) {
  EXPECT_TRUE(holds(summary_html({}), "No run was given"));
}

TEST(HtmlText, RoundsNoProbabilityToCertainty) {
  EXPECT_EQ(probability_text(0.9951), "&gt; 0.99");
  EXPECT_EQ(probability_text(1.0), "&gt; 0.99");
  EXPECT_EQ(probability_text(0.994), "0.99");
  EXPECT_EQ(probability_text(0.5), "0.50");
  EXPECT_EQ(probability_text(0.001), "&lt; 0.01");
}

}  // namespace
}  // namespace basepeak
