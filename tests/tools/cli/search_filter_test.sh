#!/bin/sh
# basepeak search: which records are compared, by what they are ranked, what is said of no hits.
set -u
program=$1
. "$(dirname "$0")/expectations.sh"

hits() {  # hits COUNT WHAT: rows of the last search
  count=$(($(wc -l <"$work/out") - 1))
  [ "$count" -eq "$1" ] && return
  echo "FAILED: $2: $count hits, not $1"
  failed=1
}

record() {  # record NAME ID ADDUCT PRECURSOR ENERGY TYPE PEAKS
  printf 'Name: %s\nDB#: %s\nSMILES: CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1\nFormula: C22H28N2O\n' "$1" "$2"
  printf 'Ionization: ESI\nMSlevel: 2\nIon_mode: P\nPrecursor_type: %s\nPrecursorMZ: %s\n' "$3" "$4"
  printf 'Collision_energy: %s\nInstrument_type: %s\nComments: "licence=CC0" "source=test"\n' "$5" "$6"
  printf 'Num Peaks: 3\n%b\n' "$7"
}
{
  record Fentanyl H20 '[M+H]+' 337.2274 '20 eV' LC-ESI-QTOF '105.0699 300\n188.1434 1000\n216.1383 90\n'
  record Fentanyl H40 '[M+H]+' 337.2274 '40 eV' LC-ESI-QFT '105.0699 900\n188.1434 1000\n216.1383 10\n'
  record Fentanyl N30 '[M+Na]+' 359.2094 '30 eV' LC-ESI-QTOF '105.0699 100\n250.5000 1000\n216.1383 90\n'
} >"$work/lab.msp"
expect 0 "a store" "$program" library new "$work/lab.store"
expect 0 "records of three kinds" "$program" library import "$work/lab.store" "$work/lab.msp"
expect 0 "a library" "$program" library build "$work/lab.store" -o "$work/lab.bplib"
printf 'Name: unknown\nPrecursorMZ: 337.2274\nNum Peaks: 3\n105.0699 300\n188.1434 1000\n216.1383 90\n\n' \
  >"$work/q.msp"

search() {  # search CODE WHAT OPTIONS...
  code_wanted=$1 what_wanted=$2
  shift 2
  expect "$code_wanted" "$what_wanted" "$program" search "$work/q.msp" --library "$work/lab.bplib" \
    --score ms2-entropy "$@"
}

search 0 "no filter"
hits 3 "no filter"
search 0 "an adduct" --adduct '[M+Na]+'
hits 1 "an adduct"
holds "$work/out" "N30"
search 0 "an adduct that may be another" --adduct '[M+Na]1+' --adduct '[M+H]+'
hits 3 "two adducts"
search 0 "energies" --energy '20..30 eV'
hits 2 "energies, both ends included"
search 0 "one energy or another" --energy '20 eV' --energy '40 eV'
hits 2 "two energies"
search 0 "an instrument type" --instrument-type qtof --adduct '[M+H]+'
hits 1 "two filters"
holds "$work/out" "H20"
search 0 "precursors" --precursor '337 .. 338'
hits 2 "precursors"
search 0 "the rest" --class fentanyl --formula C22H28N2O --origin measured --ionisation esi \
  --polarity positive --mass-range '336..337 Da'
hits 3 "filters that admit all"
search 0 "the options' own order" --adduct '[M+H]+' --top 1
hits 1 "the best of the admitted"
holds "$work/out" "H20"

# Nothing found: what was nearest, and what removed it.
search 0 "no such adduct" --adduct '[M+K]+'
hits 0 "no such adduct"
holds "$work/err" "nearest is"
holds "$work/err" "(Fentanyl), score 1.0000, removed by --adduct [M+K]+ (record has [M+H]+)"
search 0 "the same in JSON" --adduct '[M+K]+' --json
holds "$work/out" "removed by --adduct [M+K]+ (record has [M+H]+)"
search 0 "two that remove" --energy '50..60 eV' --origin predicted --threshold 0.5
holds "$work/err" "removed by --energy 50..60 eV (record has 20 eV) and by --origin predicted (record has measured)"
search 0 "a minimum score" --minimum-score 0.9 --adduct '[M+Na]+'
holds "$work/err" "below the threshold of 0.9000; nearest of all is"

# A wrong value names what would be right.
refused() {  # refused TEXT OPTIONS...
  text=$1
  shift
  search 2 "search $*" "$@"
  holds "$work/err" "$text"
}
refused "--adduct: 'M+H' is not an adduct such as '[M+H]+'" --adduct M+H
refused "--energy: '20..40' is not a range such as '20..40 eV'" --energy 20..40
refused "--energy: '40..20 eV'" --energy '40..20 eV'
refused "--precursor: '337-338' is not a range such as" --precursor 337-338
refused "--mass-range: '300..400' is not a range such as '20..40 Da'" --mass-range 300..400
refused "--formula: 'Qx' is not a molecular formula such as" --formula Qx
refused "--ionisation: 'apci' is none of 'ei', 'esi', 'unknown'" --ionisation apci
refused "--polarity: '+' is none of 'negative', 'positive', 'unknown'" --polarity +
refused "--origin: 'guessed' is none of 'consensus', 'measured', 'predicted'" --origin guessed
refused "--class: 'opioid' is no class; the classes are" --class opioid
holds "$work/err" "'nitazene'"
refused "there are 'LC-ESI-QFT', 'LC-ESI-QTOF'" --instrument-type TOF
refused "ms2-entropy has no reverse score" --rank-by reverse
for option in --adduct --energy --precursor --mass-range --formula --ionisation --polarity --origin \
  --class --instrument-type --minimum-score; do
  search 2 "an empty $option" "$option="
done
expect 2 "a precursor of EI records" "$program" search "$work/q.msp" --library "$work/lab.bplib" \
  --score ei-simple --precursor 337..338
holds "$work/err" "have no precursor"

# An option that the score does not use is refused, not passed over.
refused "--linear is for MS/MS cosines; ms2-entropy does not use it" --linear
refused "--unit-mass-rule is for EI scores; ms2-entropy does not use it" --unit-mass-rule amdis
expect 2 "a peak tolerance for EI" "$program" search "$work/q.msp" --library "$work/lab.bplib" \
  --score ei-simple --peak-tolerance '10 ppm'
holds "$work/err" "--peak-tolerance is for MS/MS scores; ei-simple does not use it"

# A spectrum of the other kind is searched as asked, and the note says so; so do lost peaks.
expect 0 "an MS/MS query by an EI score" "$program" search "$work/q.msp" --library "$work/lab.bplib" \
  --score ei-simple --json
holds "$work/out" "the query says that it is no EI spectrum"
printf 'Name: lost\nIon_mode: P\nMSlevel: 2\nPrecursorMZ: 337.2274\nNum Peaks: 3\n105.0699 nan\n188.1434 1000\n216.1383 90\n' \
  >"$work/lost.msp"
"$program" search "$work/lost.msp" --library "$work/lab.bplib" --score ms2-entropy --json \
  >"$work/out" 2>"$work/err"
holds "$work/out" '"note"'
holds "$work/out" "105.0699"

# Reverse ranking and neutral losses.
expect 0 "cosines rank by reverse" "$program" search "$work/q.msp" --library "$work/lab.bplib" \
  --score ms2-cosine --rank-by reverse
hits 3 "reverse"
expect 0 "neutral losses by cosine" "$program" search "$work/q.msp" --library "$work/lab.bplib" \
  --score ms2-neutral-loss-cosine
hits 2 "neutral losses of the protonated ones"
printf 'Name: ei\nMW: 350\nIonization: EI\nNum Peaks: 4\n119 240\n160 650\n203 300\n259 999\n\n' >"$work/ei.msp"
expect 0 "neutral losses of EI spectra" "$program" search "$work/ei.msp" --score ei-neutral-loss --top 3
holds "$work/err" "molecular mass 350 as stated in the record"
hits 3 "EI neutral losses"
expect 0 "EI by reverse" "$program" search "$work/ei.msp" --score ei-identity --rank-by reverse --top 3
hits 3 "EI reverse"
expect 2 "a mass for a score without" "$program" search "$work/ei.msp" --score ei-simple --mass 350
exit $failed
