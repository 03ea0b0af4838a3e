#!/bin/sh
# The program from outside: exit codes, files, messages.
set -u
program=$1
demo=$2
. "$(dirname "$0")/expectations.sh"

expect 0 "a demonstration run is composed" "$demo" "$work/DEMO.D"
expect 0 "a run is identified" "$program" identify "$work/DEMO.D" -o "$work/one"
holds "$work/out" "Fentanyl"
for kind in json csv html; do
  [ -s "$work/one/DEMO.D.report.$kind" ] || { echo "FAILED: no $kind report"; failed=1; }
done
holds "$work/one/summary.html" "DEMO.D.report.html"
holds "$work/one/summary.csv" "DEMO.D,ok"

: >"$work/empty.cdf"
head -c 5000 "$work/DEMO.D/DATA.MS" >"$work/cut.ms"
expect 1 "failed runs are rows, the others complete" \
  "$program" identify "$work/empty.cdf" "$work/none.D" "$work/cut.ms" "$work/DEMO.D" -o "$work/two"
holds "$work/two/summary.csv" "empty.cdf,failed"
holds "$work/two/summary.csv" "none.D,failed"
holds "$work/two/summary.csv" "DEMO.D,ok"
cmp -s "$work/one/DEMO.D.report.json" "$work/two/DEMO.D.report.json" ||
  { echo "FAILED: a run's report depends on the other runs of its batch"; failed=1; }

cut=$(($(wc -c <"$work/DEMO.D/DATA.MS") / 2))
mkdir "$work/CUT.D"
head -c "$cut" "$work/DEMO.D/DATA.MS" >"$work/CUT.D/DATA.MS"
expect 1 "a cut run is told from a whole one" "$program" identify "$work/CUT.D" -o "$work/cut"
holds "$work/cut/summary.csv" "CUT.D,incomplete"
holds "$work/cut/summary.html" "Only a part of the run could be used"
holds "$work/cut/CUT.D.report.html" "Only a part of this run could be used"
holds "$work/out" "INCOMPLETE: after scan"

printf 'carbon_number,retention_min\n10,1.5\n20,8.0\n22,9.0\n' >"$work/ladder.csv"
expect 0 "retention indices, a blank and a named method" "$program" identify "$work/DEMO.D" \
  --ladder "$work/ladder.csv" --blank "$work/DEMO.D" --method rapid_gc_ms \
  --internal-standard Caffeine -o "$work/context"
holds "$work/context/DEMO.D.report.json" '"name": "rapid-gc-ms"'
holds "$work/context/DEMO.D.report.json" '"value_ri"'
holds "$work/context/DEMO.D.report.html" "ladder.csv"
mkdir "$work/seq"
cp -r "$work/DEMO.D" "$work/seq/BLANK.D"
# One byte of the header's operator name apart, it is another run with the same components.
printf 'X' | dd of="$work/seq/BLANK.D/DATA.MS" bs=1 seek=150 conv=notrunc 2>/dev/null
expect 0 "a component of a blank is flagged" \
  "$program" identify "$work/DEMO.D" --blank "$work/seq/BLANK.D" -o "$work/blank"
holds "$work/blank/summary.csv" "in blank"
holds "$work/blank/DEMO.D.report.json" '"blank": "BLANK.D"'
expect 0 "and the answer does not depend on the threads" \
  "$program" identify "$work/DEMO.D" "$work/seq/BLANK.D" -j 2 --blank "$work/seq/BLANK.D" \
  -o "$work/blank2"
expect 0 "nor on" "$program" identify "$work/DEMO.D" "$work/seq/BLANK.D" -j 1 \
  --blank "$work/seq/BLANK.D" -o "$work/blank1"
for run in DEMO.D BLANK.D; do
  cmp -s "$work/blank1/$run.report.json" "$work/blank2/$run.report.json" ||
    { echo "FAILED: $run depends on the thread count"; failed=1; }
done
printf 'carbon_number,retention_min\n10,5\n9,6\n' >"$work/bad.csv"
expect 1 "a bad ladder is refused" \
  "$program" identify "$work/DEMO.D" --ladder "$work/bad.csv" -o "$work/bad"
holds "$work/err" "bad.csv:2: C10 does not elute after C9 of line 3"
expect 1 "a missing blank is refused" \
  "$program" identify "$work/DEMO.D" --blank "$work/none.D" -o "$work/bad"
holds "$work/err" "none.D"
expect 2 "an unknown method name lists the known ones" \
  "$program" identify "$work/DEMO.D" --method slow -o "$work/bad"
holds "$work/err" "gc_ms_screening, lc_hrms, rapid_gc_ms"

mkdir "$work/other"
cp -r "$work/DEMO.D" "$work/other/DEMO.D"
expect 0 "runs of one name get a number" \
  "$program" identify "$work/DEMO.D" "$work/other/DEMO.D" -o "$work/three"
[ -s "$work/three/DEMO.D-2.report.json" ] || { echo "FAILED: equal names collide"; failed=1; }

expect 0 "library matches are held against a profile" "$program" identify "$work/DEMO.D" \
  --acceptance us_seized_drugs_example --reference "$work/seq/BLANK.D" -o "$work/accepted"
holds "$work/accepted/DEMO.D.report.json" '"is_verified": false'
holds "$work/accepted/DEMO.D.report.json" '"is_of_same_batch": true'
holds "$work/accepted/DEMO.D.report.json" '"meets_minimum": true'
holds "$work/accepted/DEMO.D.report.html" "numbers not verified against the document"
expect 0 "a run is no reference of itself" "$program" identify "$work/DEMO.D" \
  --acceptance us_seized_drugs_example --reference "$work/DEMO.D" -o "$work/tentative"
holds "$work/tentative/DEMO.D.report.json" '"state": "not applicable"'
holds "$work/tentative/DEMO.D.report.json" '"meets_minimum": false'
expect 2 "an unknown profile is a usage error" "$program" identify "$work/DEMO.D" \
  --acceptance strict -o "$work/bad"
holds "$work/err" "us_seized_drugs_example"
expect 2 "and so is a reference without a profile" "$program" identify "$work/DEMO.D" \
  --reference "$work/DEMO.D" -o "$work/bad"

expect 2 "no output folder is a usage error" "$program" identify "$work/DEMO.D"
expect 2 "an unknown verb is a usage error" "$program" indentify
printf '[components]\nminimum_ion = 4\n' >"$work/bad.toml"
expect 2 "a bad method key is a usage error" \
  "$program" identify "$work/DEMO.D" --method "$work/bad.toml" -o "$work/four"
holds "$work/err" "components.minimum_ions"
expect 2 "a folder is no method" \
  "$program" identify "$work/DEMO.D" --method "$work" -o "$work/four"
printf 'not a library' >"$work/bad.bplib"
expect 3 "a damaged library is refused" \
  "$program" identify "$work/DEMO.D" --library "$work/bad.bplib" -o "$work/five"
expect 0 "doctor" "$program" doctor
for verb in identify search library doctor; do
  expect 0 "$verb has help" "$program" "$verb" --help
done

printf 'Name: one\nMW: 336\nIonization: EI\nNum Peaks: 6\n42 180\n105 240\n146 650\n189 300\n245 999\n57 150\n\n' \
  >"$work/one.msp"
expect 0 "a spectrum is searched" "$program" search "$work/one.msp" --score ei-identity --top 3
holds "$work/out" "query	rank	record"
holds "$work/out" "Fentanyl"
for option in "--mass nan" "--mass inf" "--mass -1" "--mass=" "--threshold nan" "--threshold=" \
  "--precursor-tolerance=" "--peak-tolerance=" "--peak-tolerance nanDa"; do
  # shellcheck disable=SC2086
  expect 2 "search $option is refused" "$program" search "$work/one.msp" --score ei-hybrid $option
done
for verb in "search $work/one.msp" doctor; do
  # shellcheck disable=SC2086
  "$program" $verb >/dev/full 2>/dev/null &&
    { echo "FAILED: $verb does not tell a full disk"; failed=1; }
done
printf 'Name: far\nMW: 336\nNum Peaks: 4\n245 999\n146 650\n4294967296 50\n1e6 3\n\n' >"$work/far.msp"
for score in ei-identity ei-hybrid ei-weighted-cosine; do
  expect 0 "$score: an m/z beyond any library is left out" \
    "$program" search "$work/far.msp" --score $score
  holds "$work/err" "2 peaks of impossible m/z"
done
expect 0 "and in a file that is identified" "$program" identify "$work/far.msp" -o "$work/far"
holds "$work/far/far.msp.report.json" "2 peaks of impossible m/z"
printf 'Name: empty\nNum Peaks: 0\n\n' | cat "$work/one.msp" - >"$work/two.msp"
expect 1 "a refused record is told by search" "$program" search "$work/two.msp"
expect 1 "and by identify" "$program" identify "$work/two.msp" -o "$work/seven"
holds "$work/seven/summary.csv" "two.msp,incomplete"
expect 0 "a file of spectra is identified" "$program" identify "$work/one.msp" -o "$work/six"
holds "$work/six/one.msp.report.json" '"query": "one"'

expect 0 "a store is made" "$program" library new "$work/lab.store"
expect 1 "no library is made of nothing" \
  "$program" library build "$work/lab.store" -o "$work/n.bplib"
expect 1 "a missing file is told" "$program" library import "$work/lab.store" "$work/nowhere.msp"
holds "$work/out" "unreadable"
expect 0 "spectra are imported" "$program" library import "$work/lab.store" "$work/one.msp"
printf 'Name: silent\nNum Peaks: 6\n41 180\n105 240\n147 650\n188 300\n244 999\n57 150\n\n' \
  >"$work/silent.msp"
expect 0 "a store for it" "$program" library new "$work/silent.store"
expect 0 "a record of no stated ionisation is taken as EI" \
  "$program" library import "$work/silent.store" "$work/silent.msp"
holds "$work/out" "ionisation-assumed"
expect 0 "it is built" "$program" library build "$work/silent.store" -o "$work/silent.bplib"
expect 0 "and finds itself" "$program" search "$work/silent.msp" --library "$work/silent.bplib"
holds "$work/out" "silent	1	silent-1	silent"
sed "s/^\([0-9]\{2,3\}\) /\1.1234 /" "$work/silent.msp" >"$work/accurate.msp"
expect 0 "accurate masses of no stated ionisation are not" \
  "$program" library import "$work/silent.store" "$work/accurate.msp" --findings
holds "$work/out" "not-searched"
expect 0 "unless it is given" "$program" library new "$work/given.store"
expect 0 "which import takes" \
  "$program" library import "$work/given.store" "$work/accurate.msp" --ionisation ei
holds "$work/out" "ionisation-given"
expect 0 "it is built" "$program" library build "$work/given.store" -o "$work/given.bplib"
expect 0 "and finds itself" "$program" search "$work/accurate.msp" --library "$work/given.bplib"
holds "$work/out" "silent	1	accurate-1	silent"
printf 'Name: no peaks\nNum Peaks: 0\n\n' >"$work/none.msp"
expect 1 "a refused record is told" "$program" library import "$work/lab.store" "$work/none.msp"
expect 0 "a library is built" "$program" library build "$work/lab.store" -o "$work/a.bplib"
expect 0 "and built again" "$program" library build "$work/lab.store" -o "$work/b.bplib" --name a

# Nothing is written over what is read, nor over what is no regular file.
untouched() {  # untouched FILE CHECKSUM
  [ "$(cksum <"$1")" = "$2" ] && return
  echo "FAILED: $1 was changed"
  failed=1
}
store_sum=$(cksum <"$work/lab.store")
library_sum=$(cksum <"$work/a.bplib")
query_sum=$(cksum <"$work/one.msp")
ln -s "$work/a.bplib" "$work/link.bplib"
mkdir "$work/folder"
mkfifo "$work/fifo"
expect 2 "a store is not written over" \
  "$program" library build "$work/lab.store" -o "$work/lab.store"
expect 2 "spectra are not written over" "$program" search "$work/one.msp" -o "$work/one.msp"
for output in a.bplib link.bplib; do
  expect 2 "a library is not written over" \
    "$program" search "$work/one.msp" --library "$work/a.bplib" -o "$work/$output"
done
for output in folder fifo; do
  expect 2 "$output is no file to write" "$program" search "$work/one.msp" -o "$work/$output"
  expect 2 "$output is no library to write" \
    "$program" library build "$work/lab.store" -o "$work/$output"
done
mkdir "$work/over"
ln -s "$work/one.msp" "$work/over/one.msp.report.csv"
expect 2 "a report is not written over its run" \
  "$program" identify "$work/one.msp" -o "$work/over"
holds "$work/err" "is read by this command"
[ -e "$work/over/summary.csv" ] && { echo "FAILED: a refused batch wrote"; failed=1; }
mkdir "$work/odd"
mkfifo "$work/odd/one.msp.report.json"
expect 2 "a report is not written over a pipe" "$program" identify "$work/one.msp" -o "$work/odd"
expect 2 "nor into its run's folder" "$program" identify "$work/DEMO.D" -o "$work/DEMO.D"
expect 2 "nor into a file" "$program" identify "$work/one.msp" -o "$work/bad.toml"
untouched "$work/lab.store" "$store_sum"
untouched "$work/a.bplib" "$library_sum"
untouched "$work/one.msp" "$query_sum"
[ -p "$work/fifo" ] && [ -p "$work/odd/one.msp.report.json" ] ||
  { echo "FAILED: a pipe was replaced"; failed=1; }

# A run that fails leaves no report that looks current, and the others are processed.
mkdir "$work/again"
cp "$work/one.msp" "$work/again/x.msp"
expect 0 "a batch" "$program" identify "$work/again/x.msp" -o "$work/eight"
[ -s "$work/eight/x.msp.report.html" ] || { echo "FAILED: no report"; failed=1; }
: >"$work/again/x.msp"
long=$(printf 'L%.0s' $(seq 1 245)).msp
cp "$work/one.msp" "$work/$long"
expect 1 "an empty name, an endless one and one too long for its reports fail alone" \
  "$program" identify "$work/again/x.msp" "" "$(printf 'p%.0s' $(seq 1 5000))" "$work/$long" \
  "$work/one.msp" -o "$work/eight"
holds "$work/out" "an empty name was given for a run"
holds "$work/out" "cannot be written: File name too long"
holds "$work/eight/summary.csv" "x.msp,failed"
holds "$work/eight/summary.csv" "one.msp,ok"
[ -s "$work/eight/one.msp.report.json" ] || { echo "FAILED: the whole run has no report"; failed=1; }
for kind in json csv html; do
  [ -e "$work/eight/x.msp.report.$kind" ] && { echo "FAILED: an old $kind report stays"; failed=1; }
done
ls -A "$work/eight" | grep -q partial && { echo "FAILED: a part of a file stays"; failed=1; }
cp "$work/one.msp" "$work/again/y.msp-2"
cp "$work/one.msp" "$work/again/y.msp"
cp "$work/one.msp" "$work/other/y.msp"
expect 0 "a number given makes no two names one" "$program" identify "$work/again/y.msp" \
  "$work/other/y.msp" "$work/again/y.msp-2" -o "$work/nine"
[ "$(ls "$work/nine" | grep -c json)" -eq 3 ] || { echo "FAILED: reports collide"; failed=1; }

# A full disk, stood for by a limit on the size of a file: what cannot be written whole is not there.
expect 1 "a report that finds no room fails its run alone" \
  sh -c 'trap "" XFSZ; ulimit -f 40; exec "$@"' sh "$program" identify "$work/DEMO.D" \
  "$work/again/x.msp" -o "$work/full"
holds "$work/out" "cannot be written: File too large"
holds "$work/full/summary.csv" "DEMO.D,failed"
ls -A "$work/full" | grep -q "report\|partial" &&
  { echo "FAILED: a part of a report stays"; failed=1; }
expect 2 "a folder that takes nothing cannot be used" \
  sh -c 'trap "" XFSZ; ulimit -f 1; exec "$@"' sh "$program" identify "$work/DEMO.D" -o "$work/none"
holds "$work/err" "cannot be written: File too large"
cp "$work/one.msp" "$work/hits.tsv"
expect 2 "nor a table of hits" sh -c 'trap "" XFSZ; ulimit -f 1; exec "$@"' sh "$program" \
  search "$work/one.msp" --top 100 -o "$work/hits.tsv"
grep -q usage "$work/err" && { echo "FAILED: a full disk is called a usage error"; failed=1; }
cmp -s "$work/one.msp" "$work/hits.tsv" || { echo "FAILED: the old table is cut"; failed=1; }

# An option that names a file is not given by an empty one.
for option in --library --method -o; do
  expect 2 "identify $option ''" "$program" identify "$work/one.msp" -o "$work/ten" "$option" ""
done
expect 2 "search --library ''" "$program" search "$work/one.msp" --library ""
expect 2 "search --library=" "$program" search "$work/one.msp" --library=
expect 2 "doctor --library ''" "$program" doctor --library ""
[ -e "$work/ten" ] && { echo "FAILED: an empty name made reports"; failed=1; }

printf '[ms2_search]\nscore = "ei-identity"\n' >"$work/kind.toml"
expect 2 "a method's score of the other kind is refused" \
  "$program" identify "$work/one.msp" --method "$work/kind.toml" -o "$work/ten"
holds "$work/err" "kind.toml:2:"
expect 2 "a threshold beyond the score" \
  "$program" search "$work/one.msp" --score ei-weighted-cosine --threshold 700
printf '[ei_search]\nthreshold = 998\n' >"$work/high.toml"
expect 0 "a threshold that leaves out every record" \
  "$program" identify "$work/one.msp" --method "$work/high.toml" -o "$work/ten"
holds "$work/ten/one.msp.report.json" "below the threshold of 998.0"
grep -q "comparable" "$work"/ten/one.msp.report.* &&
  { echo "FAILED: a record below the threshold is called not comparable"; failed=1; }

# Names come from anybody: a terminal obeys none of them.
escape=$(printf '\033')
odd=$(printf 'a\nb\033[31m.msp')
cp "$work/one.msp" "$work/$odd"
expect 0 "a name with control characters" "$program" identify "$work/$odd" -o "$work/eleven"
expect 1 "a missing one" "$program" search "$work/none$odd"
cat "$work/err" "$work/eleven/run.log" >>"$work/out"
holds "$work/out" 'a\nb\x1b[31m.msp'
grep -qF "$escape" "$work/out" && { echo "FAILED: an escape code is printed raw"; failed=1; }
expect 1 "search names the verb for runs" "$program" search "$work/DEMO.D"
holds "$work/err" "basepeak identify"
"$program" doctor --library "$work/none$odd" | grep -qF "$escape" &&
  { echo "FAILED: doctor prints an escape code raw"; failed=1; }

# Predictions: never taken for measurements, the same bytes for any number of threads.
printf '%s\n' '# analogues' 'CC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1 acetyl fentanyl' '' \
  'CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1' >"$work/two.smi"
expect 0 "structures are predicted" \
  "$program" predict "$work/two.smi" --exclude-self -j 1 -o "$work/predicted.msp"
holds "$work/predicted.msp" "Name: [PREDICTED] acetyl fentanyl"
holds "$work/predicted.msp" "PREDICTED, not a measurement"
holds "$work/err" "predicted: 2 of 2"
expect 0 "and again" "$program" predict "$work/two.smi" --exclude-self -j 4 -o "$work/again.msp"
cmp -s "$work/predicted.msp" "$work/again.msp" ||
  { echo "FAILED: predictions depend on the number of threads"; failed=1; }
expect 0 "a store of predictions" "$program" library new "$work/predicted.store"
expect 0 "predictions are imported" \
  "$program" library import "$work/predicted.store" "$work/predicted.msp"
expect 0 "and built" "$program" library build "$work/predicted.store" -o "$work/predicted.bplib"
expect 0 "and found" "$program" search "$work/predicted.msp" --library "$work/predicted.bplib"
holds "$work/out" "[PREDICTED] acetyl fentanyl"
expect 1 "predictions are no analogues" \
  "$program" predict "CC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1" --library "$work/predicted.bplib"
holds "$work/err" "no analogue in the library"
printf '%s\n' 'CC[Se]CC selenide' 'nonsense' >>"$work/two.smi"
expect 1 "what cannot be predicted is listed, the others are written" \
  "$program" predict "$work/two.smi" -o "$work/some.msp"
holds "$work/err" "two.smi line 5: selenide: not predicted: it holds Se"
holds "$work/err" "predicted: 2 of 4"
fentanyl='CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1'
for ending in msp mgf json svg html; do
  echo kept >"$work/kept.$ending"
  expect 1 "where nothing is predicted no $ending file is written over" \
    "$program" predict "CC[Se]CC" -o "$work/kept.$ending"
  holds "$work/kept.$ending" "kept"
  holds "$work/err" "kept.$ending: not written: not one molecule that was asked for is predicted"
done
printf '%s\n' 'CC[Se]CC selenide' 'nonsense' >"$work/none.smi"
expect 1 "nor made" "$program" predict "$work/none.smi" -o "$work/never.msp"
[ -e "$work/never.msp" ] && { echo "FAILED: an empty file is left"; failed=1; }
ls -a "$work" | grep -q partial && { echo "FAILED: a part of a file is left"; failed=1; }
cation='CCC(=O)N(c1ccccc1)C1CC[NH+](CCc2ccccc2)CC1'
printf '%s\n' "$fentanyl.Cl the hydrochloride" "$cation.[Cl-] the same" \
  "$fentanyl.OC(=O)CC(O)(CC(=O)O)C(=O)O the citrate" \
  'CCC(=O)N(c1ccccc1)[C@H]1CCN(CCc2ccccc2)C[C@H]1C cis' \
  'CCC(=O)N(c1ccccc1)[C@H]1CCN(CCc2ccccc2)C[C@@H]1C trans' >"$work/salts.smi"
expect 0 "salts are predicted as their bases" \
  "$program" predict "$work/salts.smi" -o "$work/salts.msp"
holds "$work/salts.msp" "a salt or mixture (C22H29ClN2O): its largest part is predicted, as its free base"
holds "$work/salts.msp" "a salt or mixture (C28H36N2O8): its largest part is predicted"
"$program" library new "$work/salts.store" >"$work/out"
expect 0 "salts and stereoisomers are told apart in a store" \
  "$program" library predict "$work/salts.store" --structures "$work/salts.smi"
holds "$work/out" "same_compound	salts.smi line 2	PREDICTED-EI-PJMPHNIQZUBGLI	as salts.smi line 1"
holds "$work/out" "same_compound	salts.smi line 3	PREDICTED-EI-PJMPHNIQZUBGLI	as salts.smi line 1"
holds "$work/out" "added	3"
expect 2 "EI has no collision energy" "$program" predict "$fentanyl" --energy 20
expect 2 "MS/MS always has exact masses" \
  "$program" predict "$fentanyl" --ionisation esi --accurate-mass
expect 0 "EI with exact masses" "$program" predict "$fentanyl" --accurate-mass --exclude-self
holds "$work/out" "245.16484 "
holds "$work/out" "PREDICTED-EI-EXACT-"
for energy in 0 -5 1e9 much "201 eV"; do
  expect 2 "an energy of $energy" "$program" predict "$fentanyl" --ionisation esi "--energy=$energy"
done
expect 2 "an instrument nobody knows" \
  "$program" predict "$fentanyl" --ionisation esi --instrument abacus
expect 2 "an ending that says nothing" "$program" predict "$fentanyl" -o "$work/predicted.txt"
expect 0 "MS/MS is predicted from the starter library" \
  "$program" predict "$fentanyl" --ionisation esi --instrument qtof --energy "20 eV"
holds "$work/out" "as by QTOF instruments"
expect 1 "without a similar compound there is no analogue" \
  "$program" predict CCCCCCCCCCCCCCCC --ionisation esi
holds "$work/err" "no analogue in the library"
printf 'Name: Acetyl fentanyl\nDB#: A\nInChIKey: FYIUUQUPOKIKNI-UHFFFAOYSA-N\nSMILES: %s\nPrecursorMZ: 323.2118\nPrecursor_type: [M+H]+\nIon_mode: P\nInstrument_type: LC-ESI-QFT\nIonization: ESI\nMSlevel: 2\nCollision_energy: 35 eV\nLicense: CC0\nNum Peaks: 3\n105.0699 800\n188.1434 999\n202.1226 50\n\n' \
  'CC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1' >"$work/ms2.msp"
"$program" library new "$work/ms2.store" >"$work/out"
expect 0 "an MS/MS spectrum is imported" "$program" library import "$work/ms2.store" "$work/ms2.msp"
expect 0 "and built" "$program" library build "$work/ms2.store" -o "$work/ms2.bplib"
for ending in msp mgf json svg html; do
  expect 0 "MS/MS is predicted as $ending" "$program" predict "$fentanyl" --ionisation esi \
    --energy 30 --library "$work/ms2.bplib" -o "$work/esi.$ending"
  holds "$work/esi.$ending" "[PREDICTED] "
  holds "$work/esi.$ending" "not a measurement"
done
holds "$work/esi.json" '"instrument_class": "HCD"'
holds "$work/esi.svg" "predicted-hatch"
for ending in msp mgf; do
  rm -f "$work/back.store"
  "$program" library new "$work/back.store" >"$work/out"
  expect 0 "$ending comes back" "$program" library import "$work/back.store" "$work/esi.$ending"
  expect 0 "and is shown" \
    "$program" library show "$work/back.store" PREDICTED-ESI-HCD-30-PJMPHNIQZUBGLI
  holds "$work/out" "origin	predicted"
  holds "$work/out" "[PREDICTED] "
done
expect 2 "an SVG shows one spectrum" "$program" predict "$work/two.smi" -o "$work/two.svg"
expect 0 "a store's own structures get MS/MS spectra" \
  "$program" library predict "$work/predicted.store" --ionisation esi --library "$work/ms2.bplib"
holds "$work/out" "added	2"
expect 0 "once" \
  "$program" library predict "$work/predicted.store" --ionisation esi --library "$work/ms2.bplib"
holds "$work/out" "asked	0"
expect 1 "a list is predicted into a store, what cannot be is listed" \
  "$program" library predict "$work/predicted.store" --structures "$work/two.smi" --exclude-self
holds "$work/out" "already_in_store	2"
holds "$work/out" "refused	2"
cp "$(dirname "$program")/starter_predicted.store" "$work/companion.store"
expect 0 "what the starter library lacks is predicted beside it" \
  "$program" library list "$work/companion.store"
listed=$(grep -c "^PREDICTED-EI-" "$work/out")
marked=$(grep -c "^PREDICTED-EI-[A-Z]*	\[PREDICTED\] " "$work/out")
wanted=$(grep -c "^[^#]" "$(dirname "$0")/../../../libraries/starter/predicted.smi")
[ "$listed" = "$wanted" ] && [ "$marked" = "$wanted" ] ||
  { echo "FAILED: $wanted structures, $listed predicted, $marked marked"; failed=1; }
expect 0 "each with its grade" \
  "$program" library show "$work/companion.store" PREDICTED-EI-WRPFPNIHTOSMKU
holds "$work/out" "origin	predicted"
holds "$work/out" "[PREDICTED] Isobutyrylfentanyl"
holds "$work/out" "grade "
expect 0 "a match to them concludes a class at most" "$program" identify "$work/DEMO.D" \
  --library "$(dirname "$program")/starter_predicted.bplib" -o "$work/companion"
grep -q '"level": "\(compound\|isomer_group\)"' "$work/companion/DEMO.D.report.json" &&
  { echo "FAILED: a prediction identifies"; failed=1; }
expect 3 "a model that is none" "$program" predict CCO --model "$work/two.smi"
cp "$work/two.smi" "$work/same.smi"
expect 2 "the molecules are not written over" \
  "$program" predict "$work/same.smi" -o "$work/same.smi"
exit $failed
