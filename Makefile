# make demo   build the sample graph, ask it three questions, write demo/kg and demo/kg.html
# make docs   the documentation site, in docs/_build/html
# make test   the tests, in an environment of their own
# PYTHON=python3.12 make test   with another Python (3.11 or later)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ENV := $(VENV)/.made

.PHONY: demo test check figures docs lock clean python

demo: $(ENV)
	@rm -rf demo && mkdir demo
	@echo "== Building a graph from data/articles"
	@$(BIN)/kgraph build data/articles -o demo/kg
	@echo
	@echo "== Checking it against its ontology"
	@$(BIN)/kgraph validate demo/kg -q && echo "it conforms: 0 violations"
	@echo
	@echo "== Whom did Wu Weiren meet?        kgraph query demo/kg meetings -p person='Wu Weiren'"
	@$(BIN)/kgraph query demo/kg meetings -p person='Wu Weiren' -f table
	@echo
	@echo "== Who received which award?       kgraph query demo/kg awards"
	@$(BIN)/kgraph query demo/kg awards -f table
	@echo
	@echo "== What was only hoped for?        kgraph query demo/kg statements -p modality=hopes"
	@$(BIN)/kgraph query demo/kg statements -p modality=hopes -f table
	@echo
	@$(BIN)/kgraph export demo/kg demo/kg.html --text full -q
	@echo "The graph is in demo/kg. Open demo/kg.html in a browser to walk around in it."

test: $(ENV)
	$(BIN)/python -m pytest -n 2

check: $(ENV)
	$(BIN)/ruff format --check src tests benchmarks docs/_site docs/conf.py
	$(BIN)/ruff check src tests benchmarks docs/_site docs/conf.py
	$(BIN)/mypy
	$(BIN)/lint-imports

# Measures anew and puts the figures in the docs. Needs the annotated sets beside the project: docs/quality.md.
figures: $(ENV)
	$(BIN)/python benchmarks/quality.py --write docs/quality.md
	$(BIN)/python benchmarks/calibration.py --write docs/quality.md
	$(BIN)/python benchmarks/hotspots.py --write docs/performance.md
	$(BIN)/kgraph clauses --page docs/clauses.md

# The documentation site, in docs/_build/html; a warning is an error.
docs: $(ENV)
	$(BIN)/python -m sphinx -b html -E -W --keep-going -q docs docs/_build/html
	@echo "The documentation is in docs/_build/html/index.html"

$(ENV): requirements.lock pyproject.toml | python
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(ENV)

python:
	@command -v $(PYTHON) >/dev/null || { echo "kgraph needs Python 3.11 or later; there is no '$(PYTHON)' here. Say which: make PYTHON=python3.12 ..."; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "kgraph needs Python 3.11 or later; '$(PYTHON)' is $$($(PYTHON) -V). Say which: make PYTHON=python3.12 ..."; exit 2; }

# One file with hashes for every supported Python, all extras and what builds the package.
lock: $(ENV)
	printf 'hatchling>=1.27,<2\neditables>=0.5,<1\npip>=24\n' | $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --extra all --output-file requirements.lock pyproject.toml -

clean:
	rm -rf $(VENV) demo dist build docs/_build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

# The pages' built assets (src/kgraph/web/static) from their sources (web/). Only who changes web/ needs node.
.PHONY: web web-check
web: web/node_modules/.package-lock.json
	cd web && npm run --silent check && node build.mjs

web-check: web/node_modules/.package-lock.json
	cd web && npm run --silent check && node build.mjs --check

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci --silent --no-audit --no-fund --ignore-scripts
