# Một Cửa. `make` alone lists what there is.
.DEFAULT_GOAL := help
.PHONY: help setup dev snapshot train base run chat ask doctor test lint types imports links check compose-check bench load evaluate evaluate-check \
        lock format clean

APP  := .venv/bin/python
RASA := .venv-rasa/bin/python

# Nothing calls home, and no model is fetched while running.
export RASA_TELEMETRY_ENABLED ?= false
export HF_HUB_OFFLINE ?= 1
export TRANSFORMERS_OFFLINE ?= 1
export TF_CPP_MIN_LOG_LEVEL ?= 2
export PYTHONUNBUFFERED ?= 1

# Any Python from 3.8 on starts the set-up, which finds the right ones itself. Tried by running: a shim may answer 127.
BOOT = $(or $(PYTHON),$(shell for python in python3 python3.11 python3.12 python3.10 /usr/bin/python3 python; do \
         if $$python -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null; then echo $$python; break; fi; done))

help: ## List every target with what it does
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

##@ Running

setup: ## Build both Python environments from the hashed locks (skips what is done)
	@$(or $(BOOT),$(error no Python 3.8 or newer found: install python3)) scripts/setup_env.py

snapshot: setup ## Build the starter snapshot and make it current (skips when unchanged)
	@$(APP) -m knowledge build --if-changed --activate

train: snapshot ## Train the Rasa model (skips when unchanged)
	@$(RASA) -m nlu.engine train

base: setup ## Make or update the base that staff edit; the first time it prints the administrator's password
	@$(APP) -m knowledge import --publish

run: setup snapshot train base ## Start everything in the foreground and print the address of the chat page; Ctrl-C stops it
	@exec $(APP) -m bot run

chat: setup ## Talk to the assistant in the terminal (while `make run` runs in another terminal)
	@exec $(APP) -m bot chat

ask: export MESSAGE = $(Q)
ask: setup ## Ask one question, get JSON: make ask Q="làm giấy khai sinh ở đâu" (while `make run` runs in another terminal)
	@$(APP) -c 'import json, os; print(json.dumps({"sender": "make", "message": os.environ["MESSAGE"]}))' \
	  | $(APP) -m bot ask --json

doctor: ## Look for wrong set-up and say how to mend it
	@if [ -x $(APP) ]; then exec $(APP) -m knowledge doctor; else \
	  echo "Chưa có môi trường .venv. Hãy chạy: make setup"; exit 1; fi

##@ Checking

dev: ## Build both environments with the tools of tests and checks
	@$(or $(BOOT),$(error no Python 3.8 or newer found: install python3)) scripts/setup_env.py --dev

test: dev ## Run all tests, once per environment (T="-k words" picks some)
	@echo "== tests in .venv"; status=0; $(APP) -m pytest $(T) || status=1; \
	  echo "== tests of nlu/ in .venv-rasa"; $(RASA) -m pytest tests/nlu $(T) || status=1; exit $$status

check: ## All checks that run nothing of ours: lint, types, imports, links (each is made even if another fails)
	@$(MAKE) --no-print-directory --keep-going lint types imports links

lint: dev ## Lint and formatting (ruff); `make format` mends most of what it finds
	$(APP) -m ruff check .
	$(APP) -m ruff format --check .

types: dev ## Types, strictly (mypy)
	$(APP) -m mypy

imports: dev ## Who may import whom (import-linter)
	$(APP:python=lint-imports) --no-logo

links: dev ## Links in the documents lead somewhere
	$(APP) -m pytest tests/test_house.py -k links

compose-check: dev ## docker-compose.yml fits the Compose specification and agrees with the supervisor
	$(APP) -m pytest tests/test_compose.py

bench: dev train ## CPU per turn, beside stock Rasa in the same run; writes docs/performance.md
	$(APP) -m tests.bench

load: dev train ## 200 web conversations at once and each program killed under them; writes docs/load.md (eight minutes)
	$(APP) -m tests.bench.load

evaluate: snapshot ## Quality of search on the frozen questions and of understanding; writes docs/evaluation.md, docs/evaluation-nlu.md
	$(APP) -m knowledge evaluate
	$(RASA) -m nlu.evaluation --write docs

evaluate-check: setup ## Fail when search on the starter content fell, or an everyday question with it (about a minute)
	$(APP) -m knowledge evaluate --check

##@ Keeping house

format: dev ## Format the code and mend what ruff can mend
	$(APP) -m ruff check --fix --exit-zero .
	$(APP) -m ruff format .

lock: ## Write the hashed locks anew from locks/*.in (needs uv; LOCK=--upgrade takes newer versions)
	@scripts/lock.sh $(LOCK)

clean: ## Remove caches; var/ and the environments stay
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.venv*' -prune -exec rm -rf {} +
