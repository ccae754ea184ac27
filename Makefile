# make run    opens the playground; without a display it draws the demo files instead
# make test   runs the whole suite
# make lint   checks style, types and the direction of imports
# make bundle the program in one folder, dist/playground, that needs no Python
# make test-lowest  the suite with the oldest packages that pyproject.toml allows
# make reliability  tries to break the program for half an hour and writes resources/RELIABILITY.md
# All set up everything they need first: system libraries, .venv, packages.

PYTEST_OPTIONS ?= -n auto --maxprocesses 4 --dist worksteal --durations 10

.PHONY: run test lint format bundle test-lowest reliability clean

run:
	@sh resources/setup/setup.sh run
	@sh resources/setup/launch.sh $(ARGS)

test:
	@sh resources/setup/setup.sh test
	@.venv/bin/python -m pytest $(PYTEST_OPTIONS) $(ARGS)

lint:
	@sh resources/setup/setup.sh test
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports --no-cache

format:
	@sh resources/setup/setup.sh test
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

bundle:
	@sh resources/setup/setup.sh test
	@.venv/bin/python -m pip install -q ".[fast,bundle]"
	@.venv/bin/pyinstaller --noconfirm --log-level WARN resources/setup/playground.spec
	@dist/playground/playground train resources/examples/spiral.json --epochs 10

test-lowest:
	@sh resources/setup/setup.sh test
	@sh resources/setup/lowest.sh $(ARGS)

reliability:
	@sh resources/setup/setup.sh test
	@.venv/bin/python resources/setup/reliability.py $(ARGS)

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
