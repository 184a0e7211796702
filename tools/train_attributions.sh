#!/usr/bin/env bash
# tools/train_attributions.sh BUILD DATA: learns data/en/models/attributions.bin anew on PolNeAR train with
# the tags and trees of the parser that BUILD has compiled in. Run it after the parser's models change.
set -eu
build=${1:-build}
data=${2:-../shared/data}
[ -d "$data/polnear/train" ] || { echo "train: $data/polnear is not there; skipped"; exit 0; }
"$build/dl_train_attributions" --data "$data" --out data/en/models/attributions.bin --runs 3 --epochs 6 --span-epochs 6
