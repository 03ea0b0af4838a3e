#!/bin/sh
# The program from outside: exit codes, files, messages.
set -u
program=$1
demo=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

expect() {  # expect CODE WHAT COMMAND...
  wanted=$1 what=$2
  shift 2
  "$@" >"$work/out" 2>"$work/err"
  code=$?
  [ "$code" -eq "$wanted" ] && return
  echo "FAILED: $what: exit status $code, not $wanted"
  cat "$work/err"
  failed=1
}
holds() {  # holds FILE TEXT
  grep -qF -- "$2" "$1" && return
  echo "FAILED: $1 does not hold: $2"
  failed=1
}

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
printf 'Name: no peaks\nNum Peaks: 0\n\n' >"$work/none.msp"
expect 1 "a refused record is told" "$program" library import "$work/lab.store" "$work/none.msp"
expect 0 "a library is built" "$program" library build "$work/lab.store" -o "$work/a.bplib"
expect 0 "and built again" "$program" library build "$work/lab.store" -o "$work/b.bplib" --name a
exit $failed
