# From a bare clone with Python 3.11, pip, make and git: `make run` and `make test` are all there is to learn.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= data/demo

SOAK := soak-kills soak-process soak-outages soak-flood soak-files soak-telegram soak-ways soak-upgrade

unexport PYTHONDONTWRITEBYTECODE  # many processes are started: each would compile every file anew

.PHONY: install install-dev run test lint bench soak $(SOAK) catalogue lock clean

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

$(VENV)/bin/python:
	@echo "正在建立 Python 虚拟环境…"
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements/run.txt requirements/build.txt pyproject.toml | $(VENV)/bin/python
	@echo "正在安装运行所需的程序库，第一次大约要一分钟…"
	$(BIN)/pip install --quiet --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.installed-dev: requirements/dev.txt $(VENV)/.installed
	@echo "正在安装开发工具…"
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	touch $@

run: install
	$(BIN)/qinqing run --demo $(DEMO)

test: install-dev lint
	$(BIN)/python -m pytest -n 3 --dist worksteal

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports

bench: install-dev
	$(BIN)/python -m bench

# The longer proofs: all of them, or one part alone.
soak:
	@begun=$$(date +%s); for part in $(SOAK); do $(MAKE) --no-print-directory $$part || exit 1; done; \
	echo "== soak: $$(($$(date +%s) - begun)) s"

soak-kills: PART := tests/soak/test_kills.py
soak-process: PART := tests/soak/test_process.py
soak-outages: PART := tests/soak/test_outages.py
soak-flood: PART := tests/soak/test_flood.py
soak-files: PART := tests/files
soak-telegram: PART := tests/soak/test_telegram.py
soak-ways: PART := tests/journeys tests/channels
soak-upgrade: PART := tests/upgrade
$(SOAK): install-dev
	@echo "== $@"; begun=$$(date +%s); $(BIN)/python -m pytest -q -m soak -n 3 --dist worksteal $(PART) && \
	echo "== $@: $$(($$(date +%s) - begun)) s"

# After a sentence changed: keeps the translations, shows what is left to translate.
catalogue: install-dev
	$(BIN)/python -m texts.catalogue

COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

# Needs uv; writes no index address, so any mirror serves.
lock:
	$(COMPILE) requirements/build.in -o requirements/build.txt
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) --extra dev -c requirements/build.txt -c requirements/run.txt pyproject.toml -o requirements/dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache
