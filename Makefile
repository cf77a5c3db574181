# What you need to run, test and change Maseer. Needs python3 (3.11 or newer) and make; sets up the rest itself.
#   make run PORT=8001      DEMO=0 make run      make test ARGS="-k workflow"      make PYTHON=python3.12 run

PYTHON ?= python3
ARGS ?=
VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
PIP := $(PY) -m pip --disable-pip-version-check -q
COMPILE := $(PY) -m piptools compile -q --strip-extras --generate-hashes --no-annotate --no-header --no-emit-options

.DEFAULT_GOAL := help
.PHONY: help run dev test check lint format bench messages guide lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/core  ## the paper on http://localhost:8000, with demo content the first time (DEMO=0: empty)
	@$(MANAGE) serve

dev: $(VENV)/core  ## the same for development: reloads when code changes
	@DEBUG=1 $(MANAGE) prepare
	@export DEBUG=1; $(MANAGE) worker & trap "kill $$!" EXIT; $(MANAGE) runserver localhost:$${PORT:-8000}

test: $(VENV)/dev  ## the whole test suite
	@$(PY) -m pytest -q -n auto $(ARGS)

check: lint test  ## everything that must hold before a commit

lint: $(VENV)/dev  ## style, layers, migrations, production settings
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m djlint --lint --quiet templates
	$(VENV)/bin/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	set -a; . deploy/production.env.example; SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_hex(50))"); \
	  $(MANAGE) check --deploy --fail-level WARNING

format: $(VENV)/dev  ## put the code in shape
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: $(VENV)/dev  ## our benchmarks, as ratios
	@$(PY) -m bench $(ARGS)

messages: $(VENV)/dev  ## collect interface texts into locale/ and compile them (needs gettext)
	$(MANAGE) makemessages --locale ar --no-location --no-obsolete --ignore $(VENV) --ignore .boot --ignore var
	$(MANAGE) makemessages --locale ar --no-location --no-obsolete --ignore $(VENV) --ignore .boot --ignore var --domain djangojs
	$(MANAGE) compilemessages --ignore $(VENV) --ignore .boot

guide: $(VENV)/core  ## write the tables of docs/newsroom.md anew, from the code
	@$(MANAGE) shell -v 0 -c "from docs import newsroom_tables; newsroom_tables.write()"

lock: | $(PY)  ## renew requirements/ after a change of pyproject.toml (ARGS=--upgrade: newest of all)
	$(PIP) install pip-tools
	$(COMPILE) $(ARGS) --all-extras -o requirements/dev.txt pyproject.toml
	$(COMPILE) $(ARGS) -c requirements/dev.txt -o requirements/core.txt pyproject.toml
	$(COMPILE) $(ARGS) -c requirements/dev.txt --extra production -o requirements/production.txt pyproject.toml

clean:  ## remove the environment and caches; var/, your data, stays
	rm -rf $(VENV) .boot .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# The environment. The files core and dev in it tell which lock was installed.

$(VENV)/core: requirements/core.txt | $(PY)
	@echo "Installing what the paper needs ..."
	@$(PIP) install --require-hashes -r $<
	@touch $@

$(VENV)/dev: requirements/dev.txt | $(PY)
	@echo "Installing what the tests need ..."
	@$(PIP) install --require-hashes -r $<
	@touch $@ $(VENV)/core

# Debian has python3 without venv: then virtualenv makes the environment, from a folder of its own.
$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Maseer needs Python 3.11 or newer as $(PYTHON). Name another one: make PYTHON=python3.12 run"; exit 1; }
	@echo "Making the environment $(VENV) ..."
	@$(PYTHON) -m venv --clear $(VENV) >/dev/null 2>&1 || { rm -rf $(VENV); \
	  $(PYTHON) -m pip install -q --target .boot virtualenv && PYTHONPATH=.boot $(PYTHON) -m virtualenv -q $(VENV); } || { \
	  rm -rf $(VENV); echo "Python can make no environment here. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
