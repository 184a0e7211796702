#!/usr/bin/env bash
# tools/train.sh BUILD DATA [OUT] : learns every shipped model anew, then prints the table.
#
#   jack-knifed tags ─┐
#   gold trees ───────┴─> large teachers ─> silver trees of raw news ─┬─> small tagger and parser
#   running text ─> sentence splitter                                 └─> (gold trees too)
#
# Two processes at a time; the same seeds give the same bytes. OUT defaults to data/en/models.
set -eu
build=$1 data=$2 out=${3:-data/en/models}
[ -d "$data" ] || { echo "train: $data is not there; skipped (make train DATA=…)"; exit 0; }
work=$build/train
mkdir -p "$work/teachers" "$out"
learn() { local part=$1; shift; "$build/dl_train" "$part" --data "$data" "$@"; }

# What gold alone teaches.
learn jackknife --tags "$work/tags.bin" &
learn sentences --out "$out/sentences.bin"
learn lemmas --out data/en/lemmas.tsv
wait

# Three teachers of twice the width; a council of them parses raw news.
teach() {
  learn tagger --width 256 --epochs 8 --dropout 0.35 --seed "$1" --out "$work/teachers/tagger$1.bin"
  learn parser --width 256 --epochs 12 --dropout 0.35 --seed "$1" --tags "$work/tags.bin" \
    --out "$work/teachers/parser$1.bin"
}
teach 1 & teach 2; teach 3
wait
learn silver --teachers "$work/teachers" --epochs 3 --out "$work/silver.conllu"

# The shipped ones learn from gold and silver.
learn tagger --silver "$work/silver.conllu" --epochs 9 --dropout 0.15 --out "$out/tagger.bin" &
learn parser --silver "$work/silver.conllu" --tags "$work/tags.bin" --epochs 15 --dropout 0.12 \
  --out "$out/parser.bin"
wait

# The models of find/.
learn names --out "$out/names.bin"
if [ -x "$build/dl_train_attributions" ]; then
  "$build/dl_train_attributions" --data "$data" --out "$out/attributions.bin"
fi

ninja -C "$build" --quiet
exec "$build/dl_eval" --data "$data"
