# Completion of reprise for bash. Commands and options are asked of `reprise --help`, so that they stand in one place.
_reprise() {
  local program=$1 word=$2 previous=$3 words= first=1
  COMPREPLY=()
  local command=("${COMP_WORDS[1]}")
  if [ "${COMP_WORDS[1]}" = index ] && [ "$COMP_CWORD" -gt 1 ]; then
    first=2
    command=(index "${COMP_WORDS[2]}")
  fi
  if [ "$COMP_CWORD" -eq "$first" ]; then
    if [ "$first" -eq 1 ]; then
      words=$("$program" --help 2>/dev/null | sed -n 's/^  reprise \([a-z]\{1,\}\) .*/\1/p')
      words+=" --version"
    else
      words=$("$program" index --help 2>/dev/null | sed -n 's/^  reprise index \([a-z]\{1,\}\) .*/\1/p')
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words --help" -- "$word")
    return
  fi
  case $previous in
    --format) mapfile -t COMPREPLY < <(compgen -W "text html json" -- "$word"); return ;;
    --durability) mapfile -t COMPREPLY < <(compgen -W "per_call grouped on_flush" -- "$word"); return ;;
  esac
  if [[ $word == -* ]]; then
    words=$("$program" "${command[@]}" --help 2>/dev/null | grep -oE '^  (-[a-z] \[ )?--[a-z-]+' | grep -oE -e '--[a-z-]+')
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  else
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  fi
}
complete -F _reprise reprise
