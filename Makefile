PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

LOCALE := src/starcheck/locale
PO := $(wildcard $(LOCALE)/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)

.PHONY: demo test lint fix bench golden samples docs catalog clean

demo: .venv/installed
	$(BIN)/starcheck check samples/five-star.yaml

test: lint  # tracing coverage would slow the comparison of engine and reference fivefold
	$(BIN)/pytest -n 2 --cov --ignore=tests/engine/test_agreement.py
	$(BIN)/pytest -n 2 tests/engine/test_agreement.py

lint: .venv/developed $(MO)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: .venv/developed
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: .venv/benched $(MO)
	for script in benchmarks/bench_*.py; do $(BIN)/python $$script || exit 1; done

golden: .venv/developed $(MO)
	$(BIN)/pytest --update-golden

samples: .venv/installed  # as workbooks, after a change of the samples or of what workbooks look like
	for file in samples/*.yaml; do $(BIN)/starcheck ledger convert $$file -o $${file%.yaml}.xlsx --force || exit 1; done

docs: .venv/developed $(MO)
	$(BIN)/pytest tests/docs

catalog: .venv/developed
	$(BIN)/pybabel --quiet extract --no-default-keywords --keyword=t --add-location=file --sort-by-file \
		--project=starcheck --output-file=.venv/starcheck.pot src
	$(BIN)/pybabel --quiet update --domain=starcheck --input-file=.venv/starcheck.pot --output-dir=$(LOCALE) \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=120
	$(MAKE) $(MO)

clean:
	rm -rf .venv build dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache $(MO)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamp files: what is installed already is not installed again.

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml hatch_build.py $(PO) | .venv/bin/python
	$(PIP) --editable .
	touch $@

.venv/developed: pyproject.toml hatch_build.py | .venv/bin/python
	$(PIP) --editable '.[dev]'
	touch $@ .venv/installed

.venv/benched: pyproject.toml hatch_build.py | .venv/bin/python
	$(PIP) --editable '.[dev,bench]'
	touch $@ .venv/installed .venv/developed

$(MO): %.mo: %.po | .venv/developed
	$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@ --locale=$(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $@)))
