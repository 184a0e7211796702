#!/usr/bin/env bash
# tools/demo.sh PROGRAM FOLDER : reads a folder into a fresh record and prints the brief.
set -eu
program=$1 reports=$2
[ -e "$reports" ] || { echo "demo: there is no $reports; try: make demo REPORTS=FOLDER" >&2; exit 1; }
record=${DATELINE_DEMO:-demo.db}
rm -f "$record" "$record-wal" "$record-shm"
meta=()
[ -f "${reports%/}.tsv" ] && meta=(--meta "${reports%/}.tsv")
status=0
"$program" --record "$record" add "${meta[@]}" "$reports" || status=$?
echo
"$program" --record "$record" brief
echo
echo "Next:  export DATELINE_RECORD=$record"
echo "       $program said            who said what, each with its sentence"
echo "       $program serve           the same as pages, at http://127.0.0.1:8080/"
echo "       $program help            everything else"
[ "$status" -le 1 ] # 1: some files were not reports, and were named
