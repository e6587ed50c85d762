# make run, make test, make check. Needs Python 3.11 or newer, make and git; GNU make 3.81, as macOS has it, is enough.

VENV   = .venv
PYTHON = python3.14 python3.13 python3.12 python3.11 python3
ARGS   =
STEPS  = 1000000
# One more than there are cores: tests also wait, for servers, terminals and disks.
TESTERS = $(shell expr 1 + `getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1`)
# What rests on the standard library, and a walk through everything else.
SMOKE  = $(patsubst %,tests/test_%.py,pythons house store undo round_trip backup age machines today insights cli shell)

# Settings of the person's own Python have no say inside .venv.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV
export PIP_USER = 0
export PIP_DISABLE_PIP_VERSION_CHECK = 1

BIN   := $(VENV)/bin
STAMP := $(VENV)/.stamp
UV    := $(shell command -v uv 2>/dev/null)
# Where the network has a certificate of its own, the system knows it and uv by itself does not.
export UV_SYSTEM_CERTS ?= true

ifneq ($(UV),)
install = "$(UV)" pip install --quiet --python $(BIN)/python
create  = "$(UV)" venv --quiet --python "$${python:->=3.11,<3.15}" $(VENV)
else
install = $(BIN)/python -m pip install -qq
create  = "$$python" -m venv $(VENV)
endif

# Says which Python and which folder .venv was made for. It was made by one that is gone, was upgraded or moved, or the
# making was interrupted: then the stamp differs from this, and .venv is made anew.
identity = $(BIN)/python -I -S -c 'import os, sys; print("%d.%d" % sys.version_info[:2], os.getcwd())' 2>/dev/null
FIT := $(shell test -s $(STAMP) && test "$$(cat $(STAMP))" = "$$($(identity))" && echo yes)

# A name on PATH may be a shim that does not run, or a Python without a module that distributions package apart.
probe = import ensurepip, sqlite3, ssl, sys, venv; sys.exit(sys.version_info < (3, 11))
find_python = python=; for each in $(PYTHON); do \
	if "$$each" -c '$(probe)' >/dev/null 2>&1; then python=$$each; break; fi; done

.PHONY: help run test smoke soak lint check format bench pictures lock clean
.NOTPARALLEL:

help: ## these lines
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile | expand -t 14

run: $(STAMP) ## open Onward; arguments as in make run ARGS="--version"
	@$(BIN)/python -m onward $(ARGS)

test: $(STAMP) ## the tests; one file with make test ARGS=tests/test_house.py
	@$(BIN)/python -m pytest --numprocesses $(TESTERS) --dist worksteal $(ARGS)

smoke: $(STAMP) ## the core of the tests; on another Python with make smoke PYTHON=python3.13 VENV=.venv-3.13
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(SMOKE)

soak: $(STAMP) ## a million steps between machines, 200 sittings, every deliberate defect; fewer with make soak STEPS=100000
	@ONWARD_SOAK_STEPS=$(STEPS) ONWARD_SITTINGS=200 $(BIN)/python -m pytest --numprocesses auto --dist worksteal \
		-o faulthandler_timeout=0 tests/test_merge.py tests/test_endurance.py
	@$(BIN)/python -m tests.defects

lint: $(STAMP) ## format, lint, types and import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

check: lint test ## everything a change has to pass

format: $(STAMP) ## put the code into its form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(STAMP) ## the figures, beside floors and peers, in about ten minutes; whether it runs: make bench ARGS=--quick
	@$(BIN)/python -m benchmarks $(ARGS)

pictures: $(STAMP) ## the pictures of the documents, drawn by the app from the demo
	@$(BIN)/python -m docs.pictures $(ARGS)

lock: ## choose dependency versions anew (needs uv)
	@test -n "$(UV)" || { echo "make lock needs uv: https://docs.astral.sh/uv" >&2; exit 1; }
	@"$(UV)" pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra dev \
		--custom-compile-command "make lock" $(ARGS) pyproject.toml --output-file requirements.lock

clean: ## remove .venv and everything that was built
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp goes first and comes back last, so that an installation that stops half-way is never taken for a whole one.
$(STAMP): pyproject.toml requirements.lock
ifneq ($(FIT),yes)
	@$(find_python); if test -z "$$python$(UV)"; then \
		echo "Onward needs Python 3.11 or newer with venv and pip, and found none (looked for: $(PYTHON))." >&2; \
		echo "Debian and Ubuntu: apt install python3 python3-venv. macOS: brew install python." >&2; \
		echo "Elsewhere on this machine: make run PYTHON=/path/to/python3" >&2; exit 1; fi; \
	if test -e $(VENV); then echo "$(VENV) is incomplete, or its Python or its place has changed: making it anew." >&2; \
	else echo "Setting up $(VENV): once, about half a minute." >&2; fi; \
	rm -rf $(VENV) && $(create)
endif
	@rm -f $(STAMP)
	@$(install) --require-hashes -r requirements.lock && $(install) --no-deps --no-build-isolation --editable . || { \
		echo "Setting up $(VENV) did not finish. The next call starts it again." >&2; exit 1; }
	@$(identity) > $(STAMP)

ifneq ($(FIT),yes)
.PHONY: $(STAMP)
endif
