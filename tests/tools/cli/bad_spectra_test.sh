#!/bin/sh
# Spectra that show no compound: a report says "nothing found" and why, and calls no class.
set -u
program=$1
. "$(dirname "$0")/expectations.sh"

spectrum() {  # spectrum NAME "MZ INTENSITY; MZ INTENSITY..."
  printf 'Name: %s\nIonization: EI\nMSlevel: 1\nNum Peaks: %s\n' "$1" \
    "$(printf '%s' "$2" | tr ';' '\n' | grep -c .)" >>"$work/bad.msp"
  printf '%s\n\n' "$2" | tr ';' '\n' >>"$work/bad.msp"
}
masses() {  # masses FROM TO STEP "AWK EXPRESSION OF m": peaks of a series
  awk "BEGIN { for (m = $1; m <= $2; m += $3) printf \"%s%d %.0f\", (m > $1 ? \";\" : \"\"), m, $4 }"
}

spectrum "one peak" "245 100"
spectrum "two peaks" "146 98;245 100"
spectrum "flat noise" "$(masses 41 350 1 '8 + (m * 37) % 5')"
spectrum "spiky noise" "$(masses 41 350 5 '1 + (m * m * 37) % 97')"
spectrum "column bleed" \
  "73 40;96 5;133 6;147 15;191 6;207 100;208 20;209 15;249 6;281 30;355 10;429 4"
# The strongest ion beyond what the detector counts, the others lost beside it.
spectrum "one peak saturated" "$(masses 50 300 25 1);301 8388607"
# Every ion cut off at the detector's ceiling: the masses are fentanyl's, their ratios are nobody's.
spectrum "every peak at the ceiling" \
  "42 1048576;44 1048576;57 1048576;77 1048576;91 1048576;96 1048576;105 1048576;146 1048576;189 1048576;202 1048576;245 1048576"
spectrum "polyethylene glycol" \
  "44 60;45 100;88 30;89 50;132 20;133 33;176 15;177 25;220 12;221 20;264 10;265 17;308 8;309 14"
spectrum "siloxane" "73 100;147 60;207 20;221 40;281 55;355 30;429 15"

expect 0 "spectra that show no compound" "$program" identify "$work/bad.msp" -o "$work/bad"
report="$work/bad/bad.msp.report.json"
none=$(grep -c '"level": "nothing_found"' "$report")
[ "$none" -eq 9 ] || { echo "FAILED: $none of 9 are without a conclusion"; failed=1; }
if grep -q '"called": true' "$report"; then
  echo "FAILED: a class is called of a spectrum that shows no compound"
  failed=1
fi
holds "$report" "class not assessed: 1 ion of 1 % of the base peak, 8 are needed"
holds "$report" "class not assessed: 2 ions of 1 % of the base peak, 8 are needed"
holds "$report" "class not assessed: most of the signal is column bleed"
holds "$report" "as of a detector at its limit"
holds "$report" "is below the 700 of a library match"
holds "$work/bad/bad.msp.report.html" "Nothing found in this library"

printf 'Name: nothing\nIonization: EI\nNum Peaks: 2\n91 0\n146 0\n\n' >"$work/zero.msp"
expect 1 "a spectrum of zeros" "$program" identify "$work/zero.msp" -o "$work/zero"
holds "$work/zero/summary.csv" "all its peaks have intensity 0"

exit "$failed"
