# The only door: cmake does the work behind it. `make help` lists the targets.
DATA    ?= ../shared/data
BUILD   ?= build
JOBS    ?= $(shell nproc)
REPORTS ?= sample/reports
SHELL   := /bin/bash

.PHONY: help deps build demo test check eval bench train fuzz clean

help:
	@echo "make demo [REPORTS=DIR]  install what is missing, build, read the sample (or DIR), print the brief"
	@echo "make test                build and run every test"
	@echo "make build               build/dateline and the libraries"
	@echo "make check               gcc and clang, ASan+UBSan, layers, format, cppcheck"
	@echo "make eval DATA=DIR       accuracy as one table, and build/eval.json"
	@echo "make bench DATA=DIR      speed as ratios in one run"
	@echo "make train DATA=DIR      train every shipped model anew (under an hour)"
	@echo "make fuzz [SECONDS_EACH=60] run each fuzz target for a while"

deps:
	@tools/deps.sh

$(BUILD)/build.ninja: CMakeLists.txt tests/CMakeLists.txt | deps
	@cmake -G Ninja -B $(BUILD) -S . -DCMAKE_BUILD_TYPE=Release > $(BUILD).log 2>&1 || { cat $(BUILD).log; exit 1; }
	@rm -f $(BUILD).log

build: deps $(BUILD)/build.ninja
	@ninja -C $(BUILD) -j $(JOBS) $(if $(V),-v,--quiet)

demo: build
	@tools/demo.sh $(BUILD)/dateline $(REPORTS)

test: build
	@tools/deps.sh test
	@cd $(BUILD) && ctest --output-on-failure -j $(JOBS)

check: deps
	@tools/check.sh

eval: build
	@if [ -d "$(DATA)" ]; then $(BUILD)/dl_eval --data "$(DATA)" --json $(BUILD)/eval.json; \
	 else echo "eval: $(DATA) is not there; skipped (make eval DATA=…)"; fi

bench: build
	@tools/bench.sh $(BUILD) "$(DATA)"

train: build
	@tools/train.sh $(BUILD) "$(DATA)"

fuzz: deps
	@tools/fuzz.sh $(or $(SECONDS_EACH),60)

clean:
	rm -rf $(BUILD) build-*
