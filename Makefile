# The only commands to learn: setup run test lint bench faults docs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: setup run test lint bench faults docs messages lock

setup: $(STAMP)

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Warta needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another one with: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

run: setup
	$(BIN)/warta up --demo

test: setup
	$(BIN)/python -m tests.run

lint: setup
	$(BIN)/python -m tests.lint

bench: setup
	$(BIN)/python -m benchmarks

faults: setup
	$(BIN)/python -m tests.faults

docs: setup
	$(BIN)/python -m tests.shots docs/images

messages: setup
	cd warta && ../$(BIN)/django-admin makemessages --all --no-wrap --no-obsolete --add-location file --settings warta.project.settings
	cd warta && ../$(BIN)/django-admin compilemessages --settings warta.project.settings

lock: setup
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --extra dev --extra train --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements-dev.lock
