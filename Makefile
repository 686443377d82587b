# The only commands anyone needs: make run · test · build · lint · bench · dev · audit
#
# Everything these install by cargo or npm stays in this checkout (.tools, end2end/node_modules),
# ignored by git. Needed beforehand: rustup, Node 20 with npm, make, a C compiler.

SHELL := bash
.DEFAULT_GOAL := build

LISTEN ?= 127.0.0.1:3000
CHROMIUM ?= /usr/bin/chromium
export CHROMIUM
NGINX ?= .tools/nginx/usr/sbin/nginx
export NGINX
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD = 1

TARGET := $(or $(CARGO_TARGET_DIR),target)
COMPILED := $(TARGET)/wasm32-unknown-unknown/wasm-release
BINDGEN_VERSION := $(shell sed -n '/^name = "wasm-bindgen"$$/{n;s/^version = "\(.*\)"/\1/p}' Cargo.lock)
BINDGEN := .tools/wasm-bindgen-$(BINDGEN_VERSION)
SPLIT_VERSION := 0.2.4
SPLIT := .tools/wasm-split-$(SPLIT_VERSION)
NODE_MODULES := end2end/node_modules/.package-lock.json

WASM_ONLY := --package app --target wasm32-unknown-unknown --no-default-features
WASM := $(WASM_ONLY) --lib
BUNDLES := board worksite desk stage control
BUNDLED := $(BUNDLES:%=$(COMPILED)/%.wasm)
WASM_SOURCES := $(shell find app Cargo.toml Cargo.lock rust-toolchain.toml -type f)
STEPS := setup browser format lint-host lint-wasm unit build end2end

.PHONY: run dev test bench lint clean tools wasm server-library vault-page $(STEPS)

## run: build the release and start it with made-up data on http://127.0.0.1:3000
run: build
	exec $(TARGET)/release/sangkien demo --listen $(LISTEN)

## build: a self-contained target/release/sangkien with the site inside
# The wasm and the server's library don't need each other: they compile at the same time.
build: setup
	@+$(MAKE) --no-print-directory -j2 wasm server-library
	node app/site.mjs
	cargo build --release --package server --bin sangkien

# Each part of the app is compiled by itself, so that nobody loads what they don't open. One after the other, since all are
# the same library with other features; for the same reason cargo would compile every one of them again each time.
wasm: $(BUNDLED)

$(filter-out %/worksite.wasm,$(BUNDLED)): $(COMPILED)/%.wasm: $(WASM_SOURCES)
	cargo build $(WASM) --features $* --profile wasm-release
	cp $(COMPILED)/app.wasm $@
# With what the linker knows of its parts: app/site.mjs takes one out of it.
$(COMPILED)/worksite.wasm: $(WASM_SOURCES) | $(COMPILED)/board.wasm
	cargo rustc $(WASM) --features worksite,split --profile wasm-release --crate-type cdylib -- -C link-arg=--emit-relocs
	cp $(COMPILED)/app.wasm $@
$(COMPILED)/desk.wasm: | $(COMPILED)/worksite.wasm
$(COMPILED)/stage.wasm: | $(COMPILED)/desk.wasm
$(COMPILED)/control.wasm: | $(COMPILED)/stage.wasm

server-library:
	cargo build --release --package server --lib

## dev: the same with debug builds, quickly; the site is read from target/site-debug
dev: setup
	cargo build $(WASM) --features board,worksite,desk,stage,control
	node app/site.mjs --debug
	cargo build --package server --bin sangkien
	exec $(TARGET)/debug/sangkien demo --listen $(LISTEN)

## test: every check, as continuous integration runs it; each step with its time
test:
	@failed=; start=$$SECONDS; \
	for step in $(STEPS); do \
	  echo; echo "── $$step"; from=$$SECONDS; result=ok; \
	  $(MAKE) --no-print-directory $$step || { result=FAILED; failed="$$failed $$step"; }; \
	  echo "── $$step: $$result, $$((SECONDS - from)) s"; \
	  if [ $$result = FAILED ] && [[ $$step = setup || $$step = browser ]]; then break; fi; \
	done; \
	echo; \
	if [ -n "$$failed" ]; then echo "FAIL:$$failed ($$((SECONDS - start)) s)"; exit 1; fi; \
	echo "PASS: $(STEPS) ($$((SECONDS - start)) s)"

## audit: what takes too long for every change: the long forms of checks that `make test` has in short. Before a release
# KILLED: after so many seconds of writing the browser is killed. RUNS: so many times as many simulated histories. PROPTEST_CASES
# counts for properties that name no number of their own.
KILLED ?= 5,10,25,45
RUNS ?= 50
PROPTEST_CASES ?= 4096
AUDITS := audit-simulation audit-properties audit-killed
.PHONY: audit $(AUDITS)

audit:
	@failed=; \
	for step in $(AUDITS); do \
	  echo; echo "── $$step"; from=$$SECONDS; result=ok; \
	  $(MAKE) --no-print-directory $$step || { result=FAILED; failed="$$failed $$step"; }; \
	  echo "── $$step: $$result, $$((SECONDS - from)) s"; \
	done; \
	echo; \
	if [ -n "$$failed" ]; then echo "FAIL:$$failed"; exit 1; fi; echo "PASS: $(AUDITS)"

audit-simulation:
	RUNS=$(RUNS) cargo test --release --package model --test sync_simulation

audit-properties:
	PROPTEST_CASES=$(PROPTEST_CASES) cargo test --release --package model --package store

audit-killed: build browser
	cd end2end && KILL_AFTER=$(KILLED) npx --no-install playwright test tests/killed.spec.ts --project phone

## lint: formatting and clippy, warnings denied
lint: format lint-host lint-wasm

format:
	cargo fmt --all --check

lint-host:
	cargo clippy --workspace --all-targets -- --deny warnings

lint-wasm:
	cargo clippy $(WASM) --features board -- --deny warnings
	cargo clippy $(WASM) --features worksite,split -- --deny warnings
	cargo clippy $(WASM_ONLY) --lib --example vault --features desk -- --deny warnings
	cargo clippy $(WASM) --features stage -- --deny warnings
	cargo clippy $(WASM) --features control -- --deny warnings

unit:
	cargo test --workspace --no-fail-fast

# The release itself is tested, not a debug build: optimised wasm can differ.
# Only the gallery of components needs a debug build.
end2end: build vault-page $(NGINX)
	cargo build --package server --bin sangkien
	cd end2end && npx --no-install playwright test

# The vault without the app, for its test.
vault-page: setup
	cargo build $(WASM_ONLY) --example vault --features desk --profile wasm-release
	.tools/bin/wasm-bindgen --target web --out-dir $(TARGET)/vault --out-name vault $(COMPILED)/examples/vault.wasm

## bench: measure the release; what was found goes to target/bench/report.md too. ONLY="sync typing" measures just these
SERVER_BENCHES := pull sync viewers totals duplicates queue pages
BROWSER_BENCHES := visit phone typing desk
ONLY ?= $(SERVER_BENCHES) $(BROWSER_BENCHES)
space := $(subst ,, )

bench: build browser
	$(if $(filter-out $(SERVER_BENCHES) $(BROWSER_BENCHES),$(ONLY)),$(error ONLY may name: $(SERVER_BENCHES) $(BROWSER_BENCHES)))
	rm -f target/bench/*.md
	$(if $(filter $(SERVER_BENCHES),$(ONLY)), \
	  cargo run --quiet --release --package bench -- --server $(TARGET)/release/sangkien $(filter $(SERVER_BENCHES),$(ONLY)))
	$(if $(filter $(BROWSER_BENCHES),$(ONLY)), \
	  cd end2end && npx --no-install playwright test --config bench/playwright.config.ts \
	    --grep '$(subst $(space),|,$(filter $(BROWSER_BENCHES),$(ONLY)))')
	cd target/bench && cat $(if $(filter $(SERVER_BENCHES),$(ONLY)),server.md) $(patsubst %,browser-%.md,$(filter $(BROWSER_BENCHES),$(ONLY))) > report.md

## setup: the tools, inside this checkout
setup: $(BINDGEN) $(SPLIT) $(NODE_MODULES)

$(BINDGEN): | tools
	cargo install wasm-bindgen-cli --version $(BINDGEN_VERSION) --root .tools --force
	@touch $@

$(SPLIT): | tools
	cargo install wasm_split_cli_support --version $(SPLIT_VERSION) --locked --features build-binary --root .tools --force
	@touch $@

$(NODE_MODULES): end2end/package.json end2end/package-lock.json | tools
	cd end2end && npm ci
	@touch $@

tools:
	@command -v rustup cargo >/dev/null || { echo 'Needed: rustup (https://rustup.rs)'; exit 1; }
	@command -v node npm >/dev/null || { echo 'Needed: Node.js 20 or newer, with npm'; exit 1; }
	@command -v cc >/dev/null || { echo 'Needed: a C compiler (Debian: apt-get install build-essential)'; exit 1; }
	@rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown

# A real browser for the end-to-end tests, with fonts that have every Vietnamese letter.
browser:
	@if [ -x "$(CHROMIUM)" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then as=; \
	elif sudo -n true 2>/dev/null; then as=sudo; \
	else echo 'Needed: Chromium and a font (Debian: apt-get install chromium fonts-noto-core), or CHROMIUM=/path/to/it'; exit 1; fi; \
	export DEBIAN_FRONTEND=noninteractive; \
	$$as apt-get update -q && $$as apt-get install -qy --no-install-recommends chromium fonts-noto-core

# A cache to put in front, for its test: unpacked here, so that nothing is installed or started.
.tools/nginx/usr/sbin/nginx: | tools
	@command -v apt-get dpkg-deb >/dev/null || { echo 'Needed: nginx, as NGINX=/path/to/it'; exit 1; }
	mkdir -p .tools/nginx
	cd .tools/nginx && { apt-get download -q nginx || { apt-get update -q && apt-get download -q nginx; }; }
	dpkg-deb --extract .tools/nginx/nginx_*.deb .tools/nginx
	@touch $@

## clean: forget what was built; the installed tools stay
clean:
	cargo clean
