# `make` lists what there is; every target sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin
PY := $(BIN)/python
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup browser node site serve test lint format docs vendor bench fuzz mutants defences bytes clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

setup: ## Make .venv (the other targets do it for you)
	@PYTHON='$(PYTHON)' .ci/setup

browser:
	@.ci/browser

node: setup
	@.ci/node

site: setup ## Check the incidents and build the site into site/
	$(BIN)/postmortems build $(ARGS)

serve: setup ## Show the site, and again after every change
	$(BIN)/postmortems serve $(ARGS)

test: setup browser node ## Run the tests (ARGS="-k name" for some)
	$(PY) -m pytest $(ARGS)

lint: setup ## Check layout, style and types
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

format: setup ## Mend layout and what the linter can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: setup ## Write the references and the schema anew from the code
	$(BIN)/postmortems docs

vendor: ## Fetch the browser libraries that vendor/manifest.json pins (needs npm)
	@.ci/vendor

bench: setup browser node ## Measure
	$(PY) benchmarks/check.py
	$(PY) benchmarks/answers.py
	$(PY) benchmarks/scale.py $(ARGS)
	$(PY) benchmarks/browse.py
	$(PY) benchmarks/search.py
	$(PY) benchmarks/sampled.py
	$(PY) benchmarks/worst.py
	$(PY) benchmarks/first_page.py

fuzz: setup ## Fuzz the ways in (ARGS="loader --seconds 600")
	@.ci/fuzz
	$(PY) tests/fuzz/run.py $(ARGS)

mutants: setup ## Put faults into the rules and list those that no test notices
	$(PY) benchmarks/mutants.py $(ARGS)

defences: setup browser node ## Take out each defence and list those that no test holds (ARGS=id for one)
	$(PY) benchmarks/defences.py $(ARGS)

bytes: setup ## Build one site under several Pythons and compare (ARGS="python3.12 python3.13")
	$(PY) benchmarks/same_bytes.py $(ARGS)

clean: ## Remove everything that can be made again
	rm -rf .venv .uv .cache build dist site site-public .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
