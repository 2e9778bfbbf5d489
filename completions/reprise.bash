# Completion of reprise for bash. Commands and options are asked of `reprise --help`, so that they stand in one place.
_reprise() {
  local program=$1 word=$2 previous=$3 words=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words=$("$program" --help 2>/dev/null | sed -n 's/^  reprise \([a-z]\{1,\}\)  *.*/\1/p; s/^  reprise \([a-z]\{1,\}\) [A-Z[].*/\1/p')
    mapfile -t COMPREPLY < <(compgen -W "$words --help --version" -- "$word")
    return
  fi
  case $previous in
    --format) mapfile -t COMPREPLY < <(compgen -W "text html json" -- "$word"); return ;;
  esac
  if [[ $word == -* ]]; then
    words=$("$program" "${COMP_WORDS[1]}" --help 2>/dev/null | grep -oE '^  (-[a-z] \[ )?--[a-z-]+' | grep -oE -e '--[a-z-]+')
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  else
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  fi
}
complete -F _reprise reprise
