# `make demo` and `make test` set up all they need inside this checkout: Python 3.11+, make and git suffice.
SHELL := /bin/sh
PYTHON ?= python3
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(CURDIR)/.venv
export PREFECT_HOME := $(CURDIR)/data/prefect
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1
export PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS := 90
UV = $$(command -v uv || echo $(CURDIR)/.tools/bin/uv)

.PHONY: demo test check setup
demo: setup
	@.venv/bin/xuncha demo

test: setup
	@.venv/bin/pytest -n auto

check: setup
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

setup: .venv/.ready

.venv/.ready: pyproject.toml uv.lock
	@command -v uv >/dev/null 2>&1 || sh .ci/get-uv "$(PYTHON)" "$(CURDIR)/.tools"
	@$(UV) sync --locked --quiet
	@touch $@
