# The opening of the scripts that measure on the labelled articles beside the project; sourced, with $script set. Gives here, shared, command,
# work (removed at the end), wants PART and scan RUN INPUT...; the wanted parts are the script's arguments (default: all).
# SHARED=DIR for the labelled articles, REPRISE=FILE for another build of the command.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
shared=${SHARED:-$here/../../shared}
command=${REPRISE:-$here/../build/release/reprise}
if [ ! -e "$shared/eval/score.py" ]; then
  echo "$script: $shared is not there. The labelled articles belong to their publishers and are no part of the project;" \
    "without them nothing can be measured here (fixtures/ are scored by scripts/test). SHARED=DIR names another place." >&2
  exit 2
fi
[ -x "$command" ] || { echo "$script: no build/release/reprise; run scripts/build-release" >&2; exit 2; }
wanted=" ${*:-all} "
shared=$(cd "$shared" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

wants() { [[ $wanted == *" $1 "* || $wanted == *" all "* ]]; }
scan() {  # run, inputs...
  local run=$1 code=0
  shift
  "$command" scan "$@" -o "$run" --quiet --force || code=$?
  [ "$code" -le 1 ] || { echo "$script: the scan of $* answered $code" >&2; exit 2; }
}
