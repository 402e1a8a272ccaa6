# `make` lists the targets. Everything a machine needs is installed into .venv by these targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test check validate bench docs docs-impedance docs-literature docs-packing docs-pressing docs-slurry docs-strength docs-transport wheel-test clean

help:
	@echo 'make demo        set up and predict a published membrane; says where the report lies'
	@echo 'make test        set up and run the tests'
	@echo 'make check       lint, import layers, types'
	@echo 'make validate    the slow tests too, with the extras for studies (PyTorch, Dask, PostgreSQL)'
	@echo 'make bench       time the stages and print a table'
	@echo 'make docs        build the documentation into build/docs; half a minute'
	@echo 'make docs-impedance  compute spectra and write docs/impedance; a minute'
	@echo 'make docs-literature  published membranes, predictions against them, docs/literature; a minute'
	@echo 'make docs-packing  pack some 200 beds and write docs/packing; a quarter of an hour'
	@echo 'make docs-pressing  press packings, fit the laws, write docs/pressing; two minutes'
	@echo 'make docs-slurry   refit the rules on solvents and write docs/slurry; seconds'
	@echo 'make docs-strength  tear the published membranes and write docs/strength; five minutes'
	@echo 'make docs-transport  solve arrays, laminates, packings, write docs/transport; five minutes'
	@echo 'make wheel-test  install the package into a bare environment and run the command'
	@echo 'make clean       remove the environment and what was built'

$(VENV)/runtime: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/dev: pyproject.toml $(VENV)/runtime
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@

$(VENV)/extras: pyproject.toml $(VENV)/dev
	$(BIN)/pip install --quiet --editable '.[cluster,postgres,search,xlsx]'
	@touch $@

$(VENV)/docs: pyproject.toml $(VENV)/runtime
	$(BIN)/pip install --quiet --editable '.[docs]'
	@touch $@

demo: $(VENV)/runtime
	$(BIN)/ceralyte design examples/lpscl-ptfe-dry.yaml --level standard --out out/lpscl-ptfe-dry

test: $(VENV)/dev
	$(BIN)/pytest

check: $(VENV)/dev
	$(BIN)/ruff check src tests benchmarks docs
	$(BIN)/ruff format --check src tests benchmarks docs
	$(BIN)/lint-imports
	$(BIN)/mypy

validate: $(VENV)/extras
	$(BIN)/pytest -m 'slow or not slow'

bench: $(VENV)/dev
	$(BIN)/python benchmarks/stages.py

docs: $(VENV)/docs
	$(BIN)/sphinx-build -E -a -q -W --keep-going docs build/docs

docs-impedance: $(VENV)/runtime
	$(BIN)/python docs/impedance/make.py

docs-literature: $(VENV)/runtime
	$(BIN)/python docs/literature/make.py

docs-packing: $(VENV)/runtime
	$(BIN)/python docs/packing/make.py

docs-pressing: $(VENV)/runtime
	$(BIN)/python docs/pressing/make.py

docs-slurry: $(VENV)/runtime
	$(BIN)/python docs/slurry/make.py

docs-strength: $(VENV)/runtime
	$(BIN)/python docs/strength/make.py

docs-transport: $(VENV)/runtime
	$(BIN)/python docs/transport/make.py

wheel-test:
	PYTHON=$(PYTHON) bash tests/e2e/bare_install.sh

clean:
	rm -rf $(VENV) build dist out
