# vychitka. `make run` and `make test` each set up everything that they need.
SHELL := /bin/bash
PYTHON ?= python3
CORPUS ?= vychitka-corpus
PY := .venv/bin/python
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help run test lint format gate bench samples models lock setup system clean

help:
	@echo "make run     set up, read samples/ into $(CORPUS)/, show what was found"
	@echo "make test    set up, run the tests"
	@echo "make lint    ruff, mypy --strict, import-linter"
	@echo "make gate    score the fixers on named data (needs ../shared)"
	@echo "make bench   speed: the chain against ftfy, runs against the work itself (needs ../shared)"
	@echo "make samples, models, lock: make again what is generated"

run: setup
	.venv/bin/vychitka ingest samples/paper* --corpus $(CORPUS)
	@.venv/bin/vychitka list --corpus $(CORPUS)
	@echo
	@echo "The corpus lies in $(CORPUS)/. Look into it:"
	@echo "  .venv/bin/vychitka show ID --format markdown"
	@echo "  .venv/bin/vychitka export parquet papers.parquet"

test: setup
	$(PY) -m pytest -q -n 2 --dist worksteal

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format: setup
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

gate: setup
	$(PY) training/score.py --gate

bench: setup
	$(PY) benchmarks/clean_text.py ../shared/data/text --speed
	$(PY) benchmarks/orchestration.py

samples: setup
	$(PY) samples/make_samples.py

# --- setting up -----------------------------------------------------------------------
# The stamp changes with the pins and the build settings only, so a machine that was set up
# once works offline.

setup: system $(READY)

system:
	@bash .ci/system

$(READY): requirements.lock pyproject.toml
	@bash .ci/venv $(PYTHON)
	@touch $(READY)

# Pins with hashes for every dependency and tool. The file names no index.
# Only who changes pins needs uv (`pip install uv`).
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --only-binary :all: \
	    --no-header --no-annotate --no-emit-index-url --group dev -q -o requirements.lock pyproject.toml

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist
