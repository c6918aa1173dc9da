# The commands of the project. Each works from a bare clone and again in seconds.
PORT ?= 8000
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest -q -n auto --maxprocesses 8 --dist worksteal
unexport PYTHONDONTWRITEBYTECODE  # tests are compiled once, not anew by each worker and each command they start
LANGUAGES := pl uk be ru
COMPILE := .venv/bin/uv pip compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
	--python-version 3.11 --universal

.PHONY: demo test test-all test-slow test-long slow-tests bench check messages lock environment

demo: environment  ## the try-out: database, invented people, web server and worker (PORT=8000)
	@exec $(PYTHON) manage.py demo --port $(PORT)

test: environment  ## the quick form: tests of units and pages, and the main journey where there is a Chromium
	@tools/prepare browser
	$(PYTEST) -m "not long and not slow"

test-all: test test-slow test-long  ## all tests

test-slow: environment  ## what the quick form leaves out: large pages, papers, commands, journeys
	@tools/prepare browser
	$(PYTEST) -m "slow and not long"

test-long: environment  ## the long forms alone: everybody × every address × every way, every look, faults
	@tools/prepare browser
	$(PYTEST) -m long --migrations -o faulthandler_timeout=900

slow-tests: environment  ## write down anew which tests are slow (tests/slow.txt), on a quiet machine
	@tools/prepare browser
	$(PYTEST) -m "not long" --junitxml var/tests.xml
	$(PYTHON) tools/slow_tests var/tests.xml

bench: environment  ## the performance table, each figure beside its floor
	$(PYTHON) -m benchmarks
	$(PYTHON) -m benchmarks.duplicates

check: environment  ## style, layers, types, migrations
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports
	.venv/bin/mypy
	$(PYTHON) manage.py makemigrations --check --dry-run

messages: environment  ## collect the product's strings into the five catalogues
	@tools/prepare gettext
	$(PYTHON) manage.py makemessages $(LANGUAGES:%=--locale %) --add-location file --no-obsolete --no-wrap \
	  --ignore var --ignore tests --ignore staticfiles --ignore benchmarks
	@$(PYTHON) tools/english_catalogue
	@$(PYTHON) tools/compile_catalogues

lock: environment  ## resolve requirements/*.in into locks with hashes and without addresses
	@$(PYTHON) -m pip install -q uv
	$(COMPILE) requirements/base.in -o requirements/base.txt
	$(COMPILE) requirements/dev.in -o requirements/dev.txt

environment:
	@tools/prepare environment
