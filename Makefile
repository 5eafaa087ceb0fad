# `make demo` shows what ecosift does; `make test` runs its tests. Both make the environment .venv first.

VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

.PHONY: demo test check format clean

demo: $(VENV)/.installed
	@$(BIN)/ecosift extract corpora/pages -o evidence.jsonl
	@$(BIN)/python examples/show_records.py evidence.jsonl

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest
	$(BIN)/ecosift evaluate corpora/gold --floors tests/floors.toml

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) evidence.jsonl

# The newest Python from 3.11 to 3.14 that can make an environment. A command on the PATH may be a shim for
# a Python that is not there, so each is asked.
$(VENV)/.python:
	@for python in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	  "$$python" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null \
	    && "$$python" -m venv $(VENV) && break; \
	done; \
	if [ -x $(BIN)/python ] || [ -x $(BIN)/python.exe ]; then touch $@; else \
	  echo 'ecosift needs Python 3.11 to 3.14 with venv: install one (Debian, Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python@3.13) and run make again.' >&2; exit 1; fi

$(VENV)/.installed: $(VENV)/.python pyproject.toml
	@echo 'Installing ecosift into $(VENV) (once; a minute or two) ...'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
