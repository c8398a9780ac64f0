# `make demo` shows searchkit at work, `make test` checks everything. Both make
# `.venv` first, and again only when pyproject.toml has changed.

PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2

.PHONY: demo test clean

demo: .venv/.demo
	@$(BIN)/python -m searchkit index corpus --index index
	@echo
	@echo '$$ searchkit search "spring tide" --since 2019 --limit 3'
	@$(BIN)/searchkit search "spring tide" --since 2019 --limit 3
	@echo
	@echo '$$ searchkit search recovery --source "The Marram Post"'
	@$(BIN)/searchkit search recovery --source "The Marram Post" --limit 3

test: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses=$(WORKERS) --cov --cov-report=term

clean:
	rm -rf .venv .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist

.venv/.made:
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.demo: .venv/.made pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.test: .venv/.made pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ .venv/.demo
