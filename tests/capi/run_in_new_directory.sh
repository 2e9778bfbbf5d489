#!/usr/bin/env bash
# Runs PROGRAM DIRECTORY ARGUMENTS... with a new directory that is removed afterwards.
set -euo pipefail
program=$1
shift
work=$(mktemp -d "${TMPDIR:-/tmp}/reprise-capi.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$program" "$work" "$@"
