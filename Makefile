# What README.md also gives as plain commands. For the small CPU build of torch on Linux:
#     make run PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
PYTEST_ARGS ?=
PART ?=
BENCH_ARGS ?=

BIN := .venv/bin
.DELETE_ON_ERROR:
.PHONY: run accelerated test test-api lint bench lighthouse screenshots

# Status 1 is a recipe that was rejected or can't be embedded, and said so: the others are served.
run: export DJANGO_DEBUG = true
run: .venv/installed .env
	$(BIN)/python manage.py migrate --no-input --verbosity 0
	$(BIN)/python manage.py load_starter || [ $$? -eq 1 ]
	$(BIN)/python manage.py embed_recipes || [ $$? -eq 1 ]
	$(BIN)/python manage.py runserver $(HOST):$(PORT)

# After it, RECIPES_EMBEDDER=openvino may be set.
accelerated: .venv/installed
	$(BIN)/python -m pip install -r requirements-openvino.txt

test: .venv/installed-dev
	$(BIN)/python -m pytest $(PYTEST_ARGS)

# Embeddings from a server of another maker, and Larder where neither torch nor a model is installed.
test-api: .venv/installed-dev .venv-infinity/installed .venv-openai/installed
	$(BIN)/python -m pytest tests/against_infinity.py $(PYTEST_ARGS)

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

bench: .venv/installed
	$(BIN)/python -m benchmarks $(PART) $(BENCH_ARGS)

lighthouse: .venv/installed
	$(BIN)/python -m benchmarks.lighthouse

screenshots: .venv/installed-dev
	$(BIN)/python -m tests.take_screenshots

# A key of its own for this machine, made once and kept outside git.
.env: | .venv/installed
	umask 077 && $(BIN)/python -c 'import secrets; print("DJANGO_SECRET_KEY=" + secrets.token_urlsafe(50))' > $@

.venv/installed: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit("Larder needs Python 3.11 or later: make PYTHON=...") if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -r requirements.txt
	touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt requirements-openvino.txt requirements-chroma.txt
	$(BIN)/python -m pip install -r requirements-dev.txt
	touch $@

.venv-infinity/installed: tests/requirements-infinity.txt
	$(PYTHON) -m venv .venv-infinity
	.venv-infinity/bin/python -m pip install --no-compile -r tests/requirements-infinity.txt
	touch $@

.venv-openai/installed: requirements-openai.txt
	$(PYTHON) -m venv .venv-openai
	.venv-openai/bin/python -m pip install --no-compile -r requirements-openai.txt
	touch $@
