#!/bin/sh
# Which backend a search gets, with and without a graphics card: the test passes on either machine.
# Usage: gpu_choice_test.sh BASEPEAK
set -u
program=$1
. "$(dirname "$0")/expectations.sh"

cat >"$work/one.msp" <<'END'
Name: one
Num Peaks: 4
91 100
105 30
146 999
189 400
END

expect 0 "the doctor looks for a card" "$program" doctor --json
holds "$work/out" '"gpu"'
if grep -q "would hold" "$work/out"; then
  holds "$work/out" '"why"'
  holds "$work/out" "a card of 80 GiB would hold"
  expect 3 "a card that is not there is an error" \
    "$program" search "$work/one.msp" --score ei-hybrid --backend gpu:0
  grep -qE "no CUDA device here, or no driver for it|this build has no CUDA backend" "$work/err" ||
    { echo "FAILED: the error does not say that there is no card"; cat "$work/err"; failed=1; }
else
  holds "$work/out" "gpu:0 holds"
fi
expect 3 "so is one of a number too high" \
  "$program" search "$work/one.msp" --score ei-hybrid --backend gpu:9999
expect 3 "and one of several that is not there" \
  "$program" search "$work/one.msp" --score ei-hybrid --backend gpu:0,9999
expect 2 "a card has a number" "$program" search "$work/one.msp" --backend gpu:first
for twice in gpu:0,0 gpu:0, gpu:,1; do
  expect 2 "cards are named once each" "$program" search "$work/one.msp" --backend $twice
done

expect 0 "the processor is asked for" \
  "$program" search "$work/one.msp" --score ei-hybrid --backend cpu
cp "$work/out" "$work/by_cpu"
expect 0 "auto falls back or finds a card" \
  "$program" search "$work/one.msp" --score ei-hybrid --backend auto
grep -qE "searched by: (gpu \(|cpu \(no GPU: )" "$work/err" ||
  { echo "FAILED: it is not said who searched"; cat "$work/err"; failed=1; }
cmp "$work/by_cpu" "$work/out" || { echo "FAILED: the answers differ"; failed=1; }
exit $failed
