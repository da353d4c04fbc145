# Spoolscope: why is mail stuck? Needs Go; the rest is fetched when it is missing.
.DEFAULT_GOAL := help
.PHONY: run build test test-race test-sendmail test-postfix test-exim test-fleet test-browsers test-security e2e lint fuzz times bench bench-systems bench-go golden site release release-check weight clean help

PORT ?=
FUZZTIME ?= 30s
PKG ?= ./...

run: ## build the site and serve it on http://localhost:8080 (PORT=… for another port)
	go run ./scripts/site -serve localhost:$(or $(PORT),8080)

build: site ## build all: build/site, build/spoolscope.html and the command build/spoolscope
	go build -trimpath -o build/spoolscope ./app/spoolscope

site: ## build the site into build/site, and as one file build/spoolscope.html with its SHA256SUMS
	go run ./scripts/site

release: ## build the files for download from the checked-out commit, into build/release
	go run ./scripts/release

release-check: ## build the release again from a clone in another folder, and compare
	go run ./scripts/release -check

weight: ## print what each package adds to the page's module
	go run ./scripts/weight

test: ## unit, golden and WebAssembly tests, the cleanup scripts on a real sendmail, Postfix and Exim, the browser tests
	scripts/test

test-race: ## the native tests with the race detector
	scripts/test race

test-sendmail: ## only the cleanup scripts, on a real sendmail queue
	scripts/test sendmail

test-postfix: ## only the cleanup scripts, on a real Postfix queue
	scripts/test postfix

test-exim: ## only the cleanup scripts, on a real Exim queue
	scripts/test exim

test-fleet: ## only the queries over many servers, in DuckDB and in a cluster of ClickHouse
	scripts/test fleet

test-browsers: ## only the tests in Chromium, Firefox and WebKit (RUN=regexp, TARGET=regexp)
	scripts/test browsers

test-security: ## the whole of what make test tries in short: 3,000 corruptions, bombs, hostile mail, planted secrets, a killed worker
	scripts/test security

e2e: test-browsers

lint: ## gofmt, vet and staticcheck for both platforms, go.mod
	scripts/lint

fuzz: ## run each fuzz target in turn for FUZZTIME (30s); PKG=./parser/… to choose
	scripts/fuzz $(FUZZTIME) $(PKG)

times: build ## measure how long the page takes to start in each browser; updates the README. RUNS=1 to try, BEFORE=REVISION beside that one: both only print
	CHROMIUM=$$(scripts/chromium) FIREFOX=$$(scripts/firefox) WEBKIT=$$(scripts/webkit) go -C scripts/e2e run ./times $(if $(RUNS)$(BEFORE),$(if $(RUNS),-runs $(RUNS)) $(if $(BEFORE),-before $(BEFORE)),-readme ../../README.md)

bench: ## measure 100k and 1M messages beside gzip, grep and an earlier page, within 24 minutes; SMALL=2000 BIG=4000 to try, BIG=0 for none
	go run ./scripts/bench $(if $(SMALL),-small $(SMALL)) $(if $(BIG),-big $(BIG))

bench-systems: ## measure 100k of sendmail, Postfix and Exim beside qshape and exiqsumm, without the page
	go run ./scripts/bench -systems

bench-go: ## run the benchmarks of the Go packages; PKG=./parser/… to choose
	go test -run '^$$' -bench . -benchmem $(PKG)

golden: ## rewrite the golden files; read the diff
	scripts/golden

clean: ## remove the build folder
	rm -rf build

help: ## show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
