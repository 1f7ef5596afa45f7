# Needs Python 3.11 or later and make. Everything else goes into .venv.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN = $(VENV)/bin
BASE = $(VENV)/.codesteer-base
DEV = $(VENV)/.codesteer-dev

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow bench-kernels bench-report bench-runner bench-steering bench-symbench \
  check format gallery held-out snapshots record-demo clean

help:  ## List the targets
	@sed -n 's/^\([a-z-]*\):.*  ## /\1\t/p' Makefile | expand -t 15

demo: $(BASE)  ## Watch a small model being steered through three puzzles
	@$(BIN)/codesteer demo

test: $(DEV)  ## Run the tests
	@OMP_NUM_THREADS=1 $(BIN)/python -P -m pytest -n 2 --dist worksteal

test-slow: $(DEV)  ## Run the tests that take minutes
	@OMP_NUM_THREADS=1 $(BIN)/python -P -m pytest -m slow

check: $(DEV)  ## Lint, check formatting, types and spelling
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/codespell

bench-kernels: $(DEV)  ## Measure kernels, and other servers beside them
	@$(BIN)/codesteer kernel bench --peers

bench-steering: $(DEV)  ## Measure the guide and the checkers; run every method with simulated models
	@$(BIN)/codesteer steering bench
	@echo && PYTHONPATH=. $(BIN)/python -P -m tests.steering.questions.report
	@echo && PYTHONPATH=. $(BIN)/python -P -m tests.steering.programs.report held_out
	@echo && $(BIN)/codesteer steering study

bench-runner: $(DEV)  ## Measure the benchmark runner, with a fake endpoint
	@$(BIN)/codesteer bench overhead

bench-symbench: $(DEV)  ## Measure the tasks, and reasoning-gym's beside them
	@$(BIN)/codesteer tasks bench --peers

bench-report: $(DEV)  ## Measure the report of 11,100 made-up episodes in headless Chromium
	@PYTHONPATH=. $(BIN)/python -P -m tests.symbench.bench.report_speed

format: $(DEV)  ## Format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

snapshots: $(DEV)  ## Write anew what tests compare with: the tool list, the pictures in docs/
	@UPDATE_SNAPSHOTS=1 $(BIN)/python -P -m pytest -q tests/mcp_server/test_tools.py tests/docs

gallery: $(BASE)  ## Write docs/GALLERY.md anew
	@$(BIN)/codesteer tasks gallery > docs/GALLERY.md

held-out: $(BASE)  ## Write the frozen test sets anew; only before their first release
	@$(BIN)/python -c 'from codesteer.symbench.held_out import frozen; print(frozen(), end="")' > held_out.new
	@mv held_out.new symbench/held_out.txt

record-demo: $(BASE)  ## Record the demo's answers anew; needs CODESTEER_MODEL_URL
	@$(BIN)/codesteer demo --record symbench/demo/recording.json --served-by "$(SERVED_BY)"

clean:  ## Remove everything that make has made
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(BIN)/python:
	@echo "Making $(VENV) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "CodeSteer needs Python 3.11 or later; set PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(BASE): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing CodeSteer into $(VENV) (about a minute, once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(DEV): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing CodeSteer and what its tests need into $(VENV) (about a minute, once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(BASE) $@
