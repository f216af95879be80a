# The few verbs of this repository; CI runs the same ones (see .ci/run).
#
#   make demo    set up, then run the demonstration
#   make test    set up, then run every test
#   make check   format, lint, types, layers, and whether docs/ says what the code does
#   make soak    the tests that cut the power, fill the disk and kill, with 500 kills (SEED=N repeats)
#   make bench   the benchmarks: a table of medians and ratios
#   make docs    write docs/commands.md, docs/settings.md and docs/errors.md anew
#   make lock    resolve the dependencies anew (keeps what still fits; LOCK=--upgrade takes the newest)
#   make clean   remove what the other verbs made here
#
# Set-up is a .venv with exactly what requirements/*.lock pins, checked by hash.
# It is done again only when a lock or pyproject.toml changed.

SHELL := /bin/sh
.DELETE_ON_ERROR:
.PHONY: demo test check soak bench docs lock clean
.DEFAULT_GOAL := demo

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
  --generate-hashes --no-annotate --custom-compile-command "make lock" --group build $(LOCK)

demo: .venv/runtime.stamp
	$(BIN)/civickeep demo $(ARGS)

test: .venv/dev.stamp
	$(BIN)/python -m pytest -n 2 $(ARGS)

check: .venv/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m docs.reference --check

soak: .venv/dev.stamp
	CIVICKEEP_SOAK=1 CIVICKEEP_SEED=$(or $(SEED),$(shell date +%s)) \
	  $(BIN)/python -m pytest -n 2 tests/faults tests/archiver/state_machine $(ARGS)

bench: .venv/dev.stamp
	$(BIN)/python -m tests.benchmarks $(ARGS)

docs: .venv/dev.stamp
	$(BIN)/python -m docs.reference
	$(BIN)/python -m pytest -q tests/docs

lock: .venv/dev.stamp
	$(COMPILE) --output-file requirements/runtime.lock
	$(COMPILE) --group dev --constraint requirements/runtime.lock --output-file requirements/dev.lock

clean:
	rm -rf .venv build demo dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find archiver retention_schedules search requests_portal tests docs -name __pycache__ -prune -exec rm -rf {} +

# Wheels only: nothing that was downloaded runs while it is being installed.
.venv/%.stamp: requirements/%.lock pyproject.toml | .venv/bin/pip
	@echo "Installing what requirements/$*.lock pins ..."
	@$(PIP) --require-hashes --only-binary :all: -r requirements/$*.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/bin/pip:
	@infra/venv .venv
