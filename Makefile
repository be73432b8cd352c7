# Lanyard's commands. `make help` lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

CARGO ?= cargo
DATA_DIR ?= demo-data
LISTEN ?= 127.0.0.1:8080
# Programs that scripts/setup installs into the project come first.
export PATH := $(CURDIR)/.tools/bin:$(PATH)

.PHONY: help
help: ## This list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install what running and testing need; quick when it is there.
	@scripts/setup test

.PHONY: setup-check
setup-check: ## Install what `make check` needs besides (builds cargo-deny: some minutes, once).
	@scripts/setup check

.PHONY: build
build: ## Build the program with the artefacts that the tests use too.
	$(CARGO) build --workspace --locked --bins

.PHONY: run
run: ## Serve the demonstration trust on http://127.0.0.1:8080.
	@scripts/setup run
	$(CARGO) build --workspace --locked --bins
	$(CARGO) run --workspace --locked --bin lanyard -- serve --demo --data-dir $(DATA_DIR) --listen $(LISTEN)

.PHONY: test
test: setup build ## Run every test.
	$(CARGO) test --workspace --locked

.PHONY: check
check: setup-check ## Formatting, lints, licences, bans, sources, documentation: warnings are errors.
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	$(CARGO) deny --locked check licenses bans sources
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps --locked

.PHONY: bless
bless: setup build ## Write the generated files anew: schemas, OpenAPI, access matrix. Read the diff.
	LANYARD_BLESS=1 $(CARGO) test --workspace --locked

.PHONY: bench
bench: ## Measure; one table, ratios first, also written to bench-results/.
	$(CARGO) run --release --locked -p lanyard-tests --bin bench

.PHONY: crash
crash: ## Kill the server 2,000 times under load; nothing acknowledged may be lost or doubled.
	$(CARGO) build --release --locked -p lanyard
	$(CARGO) run --release --locked -p lanyard-tests --bin crash -- --rounds 2000

.PHONY: verify
verify: setup ## Verify the log of demo-data with our verifier and with those that others wrote.
	@scripts/verify $(DATA_DIR)

.PHONY: check-access
check-access: setup build ## A million access questions, and whether denied looks like absent.
	LANYARD_ACCESS_QUESTIONS=1000000 $(CARGO) test --release --locked -p lanyard-access
	LANYARD_TIMING=1 $(CARGO) test --release --locked -p lanyard-tests --test api timing

.PHONY: advisories
advisories: setup-check ## Look for known weaknesses in what we build from.
	@scripts/advisories
