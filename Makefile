# `make run` serves everything on this machine, `make test` tests it; `make help` lists the rest.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test check train install lock clean

export VIRTUAL_ENV := $(CURDIR)/.venv
export RASA_TELEMETRY_ENABLED := false
# Without kept bytecode Rasa takes 9 s to import instead of 2.5 s, in every process.
unexport PYTHONDONTWRITEBYTECODE

UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
STAND_INS := $(shell find stand_ins -name build -prune -o -name '*.egg-info' -prune -o -type f ! -name '*.pyc' -print)

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

run: .venv/runtime ## serve everything on http://127.0.0.1:8000 (ARGS="--port 8001" and the like)
	@exec .venv/bin/lapor up $(ARGS)

test: .venv/development ## run all tests, in parallel (or ARGS="tests/reports -x" and the like)
	@.venv/bin/python -m pytest $(or $(ARGS),-n auto)

check: .venv/development ## style, types, import rules, configuration and data
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/lapor check

train: .venv/runtime ## train the model
	@.venv/bin/lapor train

install: .venv/runtime ## only install, for .venv/bin/lapor and .venv/bin/rasa

LOCK := pip compile --quiet --python-version 3.10 --python-platform linux \
	--generate-hashes --no-header --no-emit-index-url

lock: | $(UV) ## resolve pyproject.toml and overrides.txt into the two requirements files
	$(UV) $(LOCK) pyproject.toml --override overrides.txt --output-file requirements.txt
	$(UV) $(LOCK) --group dev --constraint requirements.txt --output-file requirements-dev.txt

clean: ## remove what can be made again; keeps var/ (data), models/ and .env
	rm -rf .venv .uv build *.egg-info stand_ins/build stand_ins/*.egg-info
	rm -rf .rasa .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Each file below .venv says that a part of the environment is as its prerequisites ask. pip compile has
# resolved everything, with overrides that an installer would not accept from Rasa: hence sync and --no-deps.
.venv/runtime: .venv/pyvenv.cfg requirements.txt pyproject.toml $(STAND_INS)
	@echo 'Installing the locked packages into .venv (620 MB, once) ...'
	@$(UV) pip sync --quiet --require-hashes requirements.txt
	@$(UV) pip install --quiet --no-deps --no-build-isolation ./stand_ins --editable .
	@touch $@

.venv/development: requirements-dev.txt .venv/runtime
	@echo 'Adding the packages for tests and checks ...'
	@$(UV) pip install --quiet --no-deps --require-hashes --requirements requirements-dev.txt
	@touch $@

# Names to try for CPython 3.10: PATH, pyenv's versions, then whatever uv knows or may download.
PYTHONS = python3.10 "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.10*/bin/python \
	"$$HOME"/.pyenv/versions/3.10*/bin/python python3 \
	"$$($(UV) python find --system 3.10 2>/dev/null)"
IS_CPYTHON_310 = import sys; sys.exit(sys.version_info[:2] != (3, 10) or sys.implementation.name != "cpython")

.PHONY: broken
BROKEN := $(shell test -x .venv/bin/python || echo broken)

.venv/pyvenv.cfg: .python-version $(BROKEN) | $(UV)
	@for python in $(PYTHONS) download; do \
		"$$python" -c '$(IS_CPYTHON_310)' >/dev/null 2>&1 && break; \
	done; \
	if [ "$$python" = download ]; then \
		echo 'No CPython 3.10 on PATH or in pyenv: asking uv for one ...'; \
		python=3.10; $(UV) python install --quiet 3.10 || { \
			echo 'CPython 3.10 is needed and was not found. Install it (for example: pyenv install 3.10),' >&2; \
			echo 'or put python3.10 on the PATH, and run make again.' >&2; exit 1; }; \
	fi; \
	rm -rf .venv; $(UV) venv --quiet --python "$$python" .venv

.uv/bin/uv:
	@echo 'Installing uv into .uv ...'
	@python3 -m venv .uv >/dev/null 2>&1 || { rm -rf .uv; \
		echo 'python3 has no working venv module. Install it (Debian, Ubuntu: apt install python3-venv)' >&2; \
		echo 'or put uv on the PATH, and run make again.' >&2; exit 1; }
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check uv || { rm -rf .uv; exit 1; }
