# `make` lists the targets. Everything a machine needs is installed into .venv by these targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test check validate bench docs docs-impedance docs-literature docs-packing docs-pressing docs-slurry docs-strength docs-structure docs-transport energies web test-browser bench-app wheel-test pythons fuzz clean

help:
	@echo 'make demo        set up and predict a published membrane; says where the report lies'
	@echo 'make test        set up and run the tests'
	@echo 'make check       lint, import layers, types'
	@echo 'make validate    the slow tests too, with the extras for studies (PyTorch, Dask, PostgreSQL)'
	@echo 'make bench       time the stages and print a table'
	@echo 'make docs        build the documentation into build/docs; half a minute'
	@echo 'make docs-impedance  compute spectra and write docs/impedance; a minute'
	@echo 'make docs-literature  published membranes, predictions against them, docs/literature; a minute'
	@echo 'make docs-packing  pack some 200 beds and write docs/packing; seven minutes'
	@echo 'make docs-pressing  press packings, fit the laws, write docs/pressing; two minutes'
	@echo 'make docs-slurry   refit the rules on solvents and write docs/slurry; seconds'
	@echo 'make docs-strength  tear the published membranes and write docs/strength; five minutes'
	@echo 'make docs-structure  measure balls of voxels and draw docs/structure; seconds'
	@echo 'make docs-transport  solve arrays, laminates, packings, write docs/transport; five minutes'
	@echo 'make energies    compute the shipped tables of energies anew; half an hour'
	@echo 'make web         check and bundle the web page from web/ (needs node and npm)'
	@echo 'make test-browser  install Chromium and Playwright, try the web page in a real browser; five minutes'
	@echo 'make bench-app   time the web page in a real browser and print a table'
	@echo 'make wheel-test  install the package into a bare environment and run the command'
	@echo 'make pythons     the same on Python 3.11 to 3.13, where they are; says which were tried'
	@echo 'make fuzz        throw 110,000 inputs at every door; half an hour on two cores'
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

$(VENV)/quantum: pyproject.toml $(VENV)/runtime
	$(BIN)/pip install --quiet --editable '.[quantum]'
	@touch $@

$(VENV)/browser: pyproject.toml web/package-lock.json $(VENV)/dev
	bash tests/browser/install.sh
	$(BIN)/pip install --quiet --editable '.[browser]'
	npm --prefix web ci --no-audit --no-fund --loglevel=error
	@touch $@

demo: $(VENV)/runtime
	$(BIN)/ceralyte design examples/lpscl-ptfe-dry.yaml --level standard --out out/lpscl-ptfe-dry

# Kernels compile on one core each: two workers take little more than half the time of one.
WORKERS := -n 2 --dist loadfile

test: $(VENV)/dev
	$(BIN)/pytest $(WORKERS)

check: $(VENV)/dev
	$(BIN)/ruff check src tests benchmarks docs
	$(BIN)/ruff format --check src tests benchmarks docs
	$(BIN)/lint-imports
	$(BIN)/mypy

validate: $(VENV)/extras
	$(BIN)/pytest $(WORKERS) -m 'slow or not slow'

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

docs-structure: $(VENV)/runtime
	$(BIN)/python docs/structure/make.py

docs-transport: $(VENV)/runtime
	$(BIN)/python docs/transport/make.py

energies: $(VENV)/quantum
	$(BIN)/python docs/slurry/energies.py

web:
	npm --prefix web ci --no-audit --no-fund --loglevel=error
	npm --prefix web run --silent check
	npm --prefix web run --silent build

test-browser: $(VENV)/browser
	$(BIN)/pytest tests/browser -m slow

bench-app: $(VENV)/browser
	$(BIN)/python benchmarks/app.py

wheel-test:
	PYTHON=$(PYTHON) bash tests/e2e/bare_install.sh

pythons:
	PYTHON=$(PYTHON) bash tests/e2e/pythons.sh

$(VENV)/fuzz: pyproject.toml $(VENV)/dev
	$(BIN)/pip install --quiet --editable '.[dev,fuzz]'
	@touch $@

fuzz: $(VENV)/fuzz
	$(BIN)/python tests/robustness/fuzz.py --write

clean:
	rm -rf $(VENV) build dist out
