# Everything sets itself up: a virtual environment in .venv, with the versions and hashes of the lock files.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes
export PYTHONDONTWRITEBYTECODE = 1

.PHONY: review test test-long check shape bench lock clean

review: .venv/core  ## review the example and write its dossier
	@$(BIN)/python -m cloudreview review examples/harbor; code=$$?; \
	case $$code in 0|3|6) ;; *) exit $$code;; esac

test: .venv/dev .venv/browser  ## the tests, except the long ones
	$(BIN)/python -m pytest -n 2 -m "not long"

test-long: .venv/dev .venv/browser  ## the long ones too
	$(BIN)/python -m pytest -n 2 --hypothesis-profile=long

check: .venv/dev  ## style, formatting and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

shape: .venv/core  ## sizes, branches, import arrows
	$(BIN)/python tools/shape.py

bench: .venv/bench  ## speed and scale, one file of bench/ after another
	@for one in bench/bench_*.py; do if [ -e "$$one" ]; then $(BIN)/python "$$one" || exit 1; fi; done

lock:  ## the lock files anew, from pyproject.toml; needs uv
	uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate -q -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header --no-annotate -q -c requirements.lock -o requirements-dev.lock
	uv pip compile pyproject.toml --group bench --universal --generate-hashes --no-header --no-annotate -q -c requirements.lock -o requirements-bench.lock

.venv/core: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) -r requirements.lock
	touch $@

.venv/dev: requirements-dev.lock .venv/core
	$(PIP) -r requirements-dev.lock
	touch $@

.venv/bench: requirements-bench.lock .venv/dev
	$(PIP) -r requirements-bench.lock
	touch $@

.venv/browser: tools/browser.sh .venv/core
	tools/browser.sh
	touch $@

clean:  ## removes what was made here; evidence, records and settings stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
	rm -rf examples/*/.cloudreview examples/*/dossier
	find cloudreview tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
