# The commands of this repository; `make` alone lists them. Every target may be run from a fresh clone.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# Builds are kept outside the clone, so that a second clone starts warm.
export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/staffetta/target

# Where a demo listens; port 0 takes a free one.
HTTP ?= 127.0.0.1:8025
SMTP ?= 127.0.0.1:2525

NPM_CI := npm ci --no-audit --no-fund --loglevel=error --prefer-offline
UI_DEPENDENCIES := ui/node_modules/.package-lock.json
BROWSER_DEPENDENCIES := tests/browser/node_modules/.package-lock.json
UI_SOURCES := $(shell find ui \( -name node_modules -o -name dist \) -prune -o -type f -print)

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

.PHONY: toolchain
toolchain:
	@scripts/toolchain-check

.PHONY: ui
ui: ui/dist/index.html ## Build the browser's part into ui/dist, when its sources changed

$(UI_DEPENDENCIES): ui/package.json ui/package-lock.json | toolchain
	cd ui && $(NPM_CI)
	@touch $@

$(BROWSER_DEPENDENCIES): tests/browser/package.json tests/browser/package-lock.json | toolchain
	cd tests/browser && $(NPM_CI)
	@touch $@

ui/dist/index.html: $(UI_DEPENDENCIES) $(UI_SOURCES)
	cd ui && npm run --silent build
	@touch $@

.PHONY: build
# `--workspace`: the same selection as the tests, so that both share what is compiled.
build: ui ## Build the program; the newest one is target/staffetta
	cargo build --locked --workspace --bins
	@scripts/place-program "$$CARGO_TARGET_DIR/debug/staffetta" target/staffetta

.PHONY: demo
demo: build ## Start a desk with a mail sandbox and sample mail (HTTP=, SMTP=: addresses; ARGS="…" is passed on)
	@exec target/staffetta demo --http $(HTTP) --smtp $(SMTP) $(ARGS)

.PHONY: run
run: build ## Start the desk as on a server, without the sandbox (ARGS="…" is passed on)
	@exec target/staffetta serve $(ARGS)

.PHONY: test
test: toolchain ## Install what the tests need and run everything
	@scripts/test

# The program with its kill points, for the journeys only; never placed at target/staffetta.
.PHONY: program-for-tests
program-for-tests: ui
	cargo build --locked --workspace --bins --features staffetta/faults
	@scripts/place-program "$$CARGO_TARGET_DIR/debug/staffetta" target/staffetta-for-tests

.PHONY: browser-dependencies
browser-dependencies: $(BROWSER_DEPENDENCIES)

.PHONY: lint
lint: toolchain ## Formatting and lints of the Rust part, warnings as errors
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets --features staffetta/faults -- -D warnings

.PHONY: check
check: lint $(UI_DEPENDENCIES) ## Lints, and the types of the browser's part
	cd ui && npm run --silent check

.PHONY: bench
bench: ui ## Build optimised and measure (figures for docs/performance.md; CORPUS= a folder of .eml)
	cargo build --locked --release -p staffetta -p journeys --bin staffetta --bench desk
	cargo bench --quiet --locked -p mail --bench inspect -- $(CORPUS)
	cargo bench --quiet --locked -p desk --bench decide
	scripts/bench

# Needs cargo-fuzz and a nightly compiler; what it finds becomes a seed, and seeds are replayed by `make test`.
TARGET ?= parse
SECONDS_EACH ?= 600
.PHONY: fuzz
fuzz: ## Fuzz a target of crates/mail: TARGET= parse, quote, sanitise, headers or compose; SECONDS_EACH=600
	mkdir -p target/fuzz/$(TARGET)
	cd fuzz && RUSTUP_TOOLCHAIN=nightly cargo fuzz run -O --fuzz-dir . $(TARGET) ../target/fuzz/$(TARGET) seeds/$(TARGET) ../fixtures/mail -- \
		-max_total_time=$(SECONDS_EACH) -max_len=65536 -timeout=5 -rss_limit_mb=1024

# A million random mails through the rules of trust; every one is checked. WORLD_MAILS= another number.
.PHONY: soak
soak: toolchain ## The random world of `make test` at ten times its size
	WORLD_MAILS=$(or $(WORLD_MAILS),1000000) cargo test --locked -p desk --test it -- world --nocapture

.PHONY: eval
eval: build ## Measure what is understood of mails: SCORER= a folder with score.py and score_html.py, CORPORA= the mails
	@SCORER="$(SCORER)" CORPORA="$(CORPORA)" scripts/eval

.PHONY: schema
schema: build ## Ask every operation of the API what its document allows and what not (schemathesis; ARGS="…" is passed on)
	@scripts/schema $(ARGS)

.PHONY: clean
clean: ## Remove what was built in this clone; the build cache outside it stays
	rm -rf target ui/dist ui/node_modules tests/browser/node_modules test-artefacts
