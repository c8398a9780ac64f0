# `make demo` shows searchkit at work, `make test` checks everything. Both make
# `.venv` first, and again only when pyproject.toml or constraints.txt has changed.

PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2

# What ir_measures is built on asks for SciPy and never imports it. nltk does, wherever it is
# installed, which would cost each process of the tests half a second and 60 MB.
WITHOUT_SCIPY := pip uninstall --quiet --yes --disable-pip-version-check scipy

.PHONY: demo test test-browser test-cluster demo-cluster pictures checks coverage test-latest test-oldest docs \
	release-check clean

demo: .venv/.demo
	@$(BIN)/python -m searchkit index corpus --index index
	@echo
	@echo '$$ searchkit search "spring tide" --since 2019 --limit 3'
	@$(BIN)/searchkit search "spring tide" --since 2019 --limit 3
	@echo
	@echo '$$ searchkit search recovered --source "The Marram Post"'
	@$(BIN)/searchkit search recovered --source "The Marram Post" --limit 3
	@echo
	@echo 'The same in a browser: $(BIN)/searchkit serve --open'

test: .venv/.test
	@$(MAKE) --no-print-directory checks

checks:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses=$(WORKERS) --dist=worksteal --ignore=tests/browser

# The pages of `searchkit serve` in a real browser, Debian's Chromium; no part of `make test`.
test-browser: .venv/.browser
	@command -v "$${CHROMIUM:-chromium}" >/dev/null || \
		{ echo "There is no Chromium. Install it: apt-get install chromium"; exit 1; }
	$(BIN)/pytest tests/browser

# The same pages as pictures, for the documentation.
pictures: .venv/.browser
	SEARCHKIT_PICTURES=1 $(BIN)/pytest tests/browser/test_pictures.py

# Which lines the tests run; measuring that takes as long again.
coverage: .venv/.test
	$(BIN)/pytest --numprocesses=$(WORKERS) --dist=worksteal --ignore=tests/browser --cov --cov-report=term

# The same with the newest tools and libraries, whatever constraints.txt says.
test-latest:
	rm -rf .venv-latest
	$(PYTHON) -m venv .venv-latest
	.venv-latest/bin/pip install --quiet --disable-pip-version-check --upgrade pip
	.venv-latest/bin/pip install --quiet --editable '.[all]' --group test
	.venv-latest/bin/$(WITHOUT_SCIPY)
	.venv-latest/bin/pip list --disable-pip-version-check --format=freeze --exclude-editable
	@$(MAKE) --no-print-directory checks BIN=.venv-latest/bin

# What is said of every engine, and more, on a real node of OpenSearch, which comes from Maven Central
# and needs Java 21 or later. Without that it is skipped, but fails where CI is true.
test-cluster: .venv/.test
	$(BIN)/python -m tests.cluster run $(BIN)/pytest -m cluster --numprocesses=0 --ignore=tests/browser

# The sample corpus on such a node.
demo-cluster: .venv/.test
	@$(BIN)/python -m tests.cluster run tests/cluster/demo $(BIN)/searchkit

# The whole suite again, with the oldest libraries that pyproject.toml admits.
test-oldest: .venv-oldest/.test
	.venv-oldest/bin/pytest --numprocesses=$(WORKERS) --ignore=tests/test_wheel.py --ignore=tests/browser

# The documentation as a site in build/docs; a warning is an error.
docs: .venv/.docs
	$(BIN)/sphinx-build --quiet --fresh-env --nitpicky --fail-on-warning --keep-going -c docs/site . build/docs
	@echo "The documentation is in build/docs/index.html"

# What would be published: a source archive, and of it a wheel, the same bytes whenever they are
# built, which works in an empty environment, far from here.
RELEASE := build/release

release-check: .venv/.release
	rm -rf $(RELEASE)
	export SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) && \
		mkdir -p $(RELEASE) && $(BIN)/python -m build --outdir $(RELEASE)/dist >$(RELEASE)/log && \
		$(BIN)/python -m build --outdir $(RELEASE)/again >>$(RELEASE)/log
	diff --recursive $(RELEASE)/dist $(RELEASE)/again
	$(BIN)/twine check --strict $(RELEASE)/dist/*
	$(PYTHON) -m venv $(RELEASE)/venv
	$(RELEASE)/venv/bin/pip install --quiet --disable-pip-version-check "$$(echo $(RELEASE)/dist/*.whl)[reading]"
	tar --extract --file $(RELEASE)/dist/*.tar.gz --directory $(RELEASE)
	cd $(RELEASE)/searchkit-* && ../venv/bin/searchkit index corpus --index ../index
	$(RELEASE)/venv/bin/searchkit search "spring tide" --limit 1 --index $(RELEASE)/index

clean:
	rm -rf .venv .venv-latest .venv-oldest .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist

.venv/.made:
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.demo: .venv/.made pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[reading,serve]'
	@touch $@

.venv/.test: .venv/.made pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt pip
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[all]' --group test
	$(BIN)/$(WITHOUT_SCIPY)
	@touch $@ .venv/.demo

.venv/.browser .venv/.docs .venv/.release: .venv/.test
	$(BIN)/pip install --quiet --constraint constraints.txt --group $(patsubst .%,%,$(notdir $@))
	@touch $@

.venv-oldest/.test: pyproject.toml
	$(PYTHON) -m venv .venv-oldest
	.venv-oldest/bin/pip install --quiet --disable-pip-version-check --upgrade pip
	.venv-oldest/bin/pip install --quiet --editable '.[all]' --group test \
		numpy==2.0.0 py3langid==0.4.0 click==8.2.0 nltk==3.9.1 pyyaml==6.0 chardet==7.4.0.post2 tzdata==2024.1 \
		zstandard==0.22.0 markdown-it-py==4.3.0 feedparser==6.0.14 trafilatura==2.3.1 \
		lxml_html_clean==0.4.2 lxml==6.1.3 htmldate==1.11.0 pypdfium2==5.0.0 warcio==1.7.5 \
		docutils==0.21.1 resvg-py==0.5.0 starlette==1.3.1 uvicorn==0.40.0 jinja2==3.1.6 \
		watchfiles==1.0.0 urllib3==2.6.0 mcp==2.3.0 hypothesis==6.125.0
	.venv-oldest/bin/$(WITHOUT_SCIPY)
	@touch $@
