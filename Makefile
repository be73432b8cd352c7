# Lanyard's commands. `make help` lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

CARGO ?= cargo
DATA_DIR ?= demo-data
LISTEN ?= 127.0.0.1:8080
OUTPUT := $(or $(CARGO_TARGET_DIR),target)
# A test is built beside the programs, because cargo then settles the features of all crates as it
# does for `cargo test`: `make run` and `make test` share one set of artefacts.
BUILD := $(CARGO) build --workspace --locked --test architecture
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

.PHONY: run
run: ## Serve the demonstration trust on http://127.0.0.1:8080.
	@scripts/setup run
	$(BUILD) --bin lanyard
	$(OUTPUT)/debug/lanyard serve --demo --data-dir $(DATA_DIR) --listen $(LISTEN)

.PHONY: test
test: setup ## Run every test.
	$(BUILD) --bins
	scripts/with-servers $(CARGO) test --workspace --locked

.PHONY: check
check: setup-check ## Formatting, lints, licences, bans, sources, documentation: warnings are errors.
	$(CARGO) fmt --all --check
	$(CARGO) fmt --manifest-path tests/peers/Cargo.toml --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	$(CARGO) deny --locked check licenses bans sources
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps --locked

.PHONY: bless
bless: ## Write the generated files anew: schemas, OpenAPI, AsyncAPI, access matrix. Read the diff.
	LANYARD_BLESS=1 $(CARGO) test --workspace --locked --test contract --test matrix --test access_matrix
	LANYARD_BLESS=1 $(CARGO) test --workspace --locked --lib openapi

.PHONY: bench
bench: ## Measure; one table, ratios first, also written to bench-results/.
	$(CARGO) build --release --workspace --locked --bins
	$(OUTPUT)/release/bench

.PHONY: bench-cluster
bench-cluster: setup ## Measure a cluster on this machine: three nodes of NATS, PostgreSQL, each role a process.
	$(CARGO) build --release --workspace --locked --bins
	$(OUTPUT)/release/bench --only cluster

.PHONY: bench-peers
bench-peers: ## Measure our ways to record beside UmaDB, Message DB and postgres-es, on this machine.
	@scripts/setup peers
	$(CARGO) build --release --workspace --locked --bins
	$(CARGO) build --release --locked --manifest-path tests/peers/Cargo.toml --target-dir $(OUTPUT)/peers
	$(OUTPUT)/release/bench --only peers

.PHONY: chaos
chaos: setup ## Break one part of a cluster after the other for MINUTES=10, by chance of SEED= (needs root).
	$(CARGO) build --release --workspace --locked --bins
	$(OUTPUT)/release/chaos --minutes $(or $(MINUTES),10) $(if $(SEED),--seed $(SEED))

.PHONY: crash
crash: ## Kill the server 2,000 times under load; nothing acknowledged may be lost or doubled.
	$(CARGO) build --release --workspace --locked --bins
	$(OUTPUT)/release/crash --rounds 2000

.PHONY: verify
verify: setup ## Verify the log of demo-data with our verifier and with those that others wrote.
	$(BUILD) --bin lanyard
	@scripts/verify $(OUTPUT)/debug/lanyard $(DATA_DIR) $(RECEIPTS)

.PHONY: image
image: ## Build the image without a container engine, with its bill of materials.
	@scripts/image make $(OUTPUT)/image-root

.PHONY: image-check
image-check: image ## Run the image as Kubernetes would and look at it (needs root).
	@scripts/image check $(OUTPUT)/image-root

.PHONY: check-access
check-access: setup ## A million access questions, and whether denied looks like absent.
	$(BUILD) --bins
	LANYARD_ACCESS_QUESTIONS=1000000 $(CARGO) test --workspace --locked --test agreement
	LANYARD_TIMING=1 $(CARGO) test --workspace --locked --test api timing

.PHONY: advisories
advisories: setup-check ## Look for known weaknesses in what we build from.
	@scripts/advisories
