# Two targets do all the set-up there is: `make crawl SITE=…` and `make test`.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SITE   ?= demo
CORPORA ?= ../shared
CORPUS ?= $(CORPORA)/corpus
BULK   ?= ../shared/bulk

.DEFAULT_GOAL := help
.PHONY: help crawl test soak lint quality train-lines bench bench-crawl bench-frontier bench-warc bench-archive memory reference docs clean

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

$(BIN)/python:
	@sh scripts/venv.sh $(PYTHON) $(VENV)

$(VENV)/.runtime: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.runtime

# Two peers spell an extra of lxml differently; pip takes both for one since 23.3.
$(VENV)/.bench: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=23.3'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@ $(VENV)/.runtime

crawl: $(VENV)/.runtime ## Crawl SITE (a name, a domain, a URL, or demo) into data/archive.db
	@$(BIN)/kliping crawl $(SITE) $(ARGS)

test: $(VENV)/.dev ## Run every test
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

soak: $(VENV)/.dev ## Slower proof: a sitemap of a million entries
	@KLIPING_ENTRIES=1000000 $(BIN)/python -m pytest tests/faults/test_links.py -k very_many $(ARGS)

lint: $(VENV)/.dev ## ruff, mypy --strict, import-linter, vulture
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache && $(BIN)/vulture

quality: $(VENV)/.runtime ## Score the reader on the annotated pages below CORPORA; fail under a floor
	@KLIPING_CORPORA=$(CORPORA) $(BIN)/python -m tests.quality $(ARGS)

train-lines: $(VENV)/.runtime ## Learn the line model's weights from CORPUS and the sets beside it
	@$(BIN)/python -m scripts.train_lines $(CORPUS) $(CORPUS)-new $(CORPUS)/../foreign $(ARGS)

bench: $(VENV)/.bench ## Time the reader beside its peers on the pages of CORPUS
	@$(BIN)/python -m benchmarks.extraction $(CORPUS) $(ARGS)

memory: $(VENV)/.runtime ## Say what the pages of BULK teach of their outlets
	@$(BIN)/python -m benchmarks.memory $(BULK) $(ARGS)

bench-crawl: $(VENV)/.bench ## Time the crawler beside Scrapy on a loopback site
	@$(BIN)/python -m benchmarks.crawl $(ARGS)

bench-frontier: $(VENV)/.runtime ## Time picking a lead among a million
	@$(BIN)/python -m benchmarks.frontier $(ARGS)

bench-warc: $(VENV)/.runtime ## Time ways of packing pages of CORPUS for WARC files
	@$(BIN)/python -m benchmarks.warc $(CORPUS) $(ARGS)

bench-archive: $(VENV)/.runtime ## Time storing, searching and finding copies among many articles
	@$(BIN)/python -m benchmarks.archive $(ARGS)

reference: $(VENV)/.runtime ## Bring the generated parts of docs/ up to date
	@$(BIN)/python -m scripts.reference

docs: $(VENV)/.dev ## Build the documentation into build/site; fail on a broken link
	@$(BIN)/zensical build --clean --strict

clean: ## Remove what was installed and cached, never data/
	rm -rf $(VENV) .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
