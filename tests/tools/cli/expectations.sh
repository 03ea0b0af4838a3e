# For tests of the program from outside: a folder that goes away, and what is expected of a command.
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
  cat "$1"
  failed=1
}
