# Short names for what stands in scripts/. `make help` lists them.
.PHONY: help demo demo2 test test-mysql soak mutants bench bench-quick check bundle test-bundle deb lock clean
.DEFAULT_GOAL := help

help: ## list these commands
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

demo: ## start the program with a sample utility; without a screen: its tour
	@scripts/setup demo
	@.venv/bin/cashier demo

demo2: ## a second counter on the same database
	@scripts/setup demo
	@.venv/bin/cashier demo --counter 2

test: ## every check and test
	@scripts/setup test
	@scripts/test

test-mysql: ## the database tests on a real MySQL server
	@scripts/setup test
	@scripts/test-mysql

soak: ## faults by the thousand, in parts (hours; scripts/soak --part runs one)
	@scripts/setup test
	@scripts/soak

mutants: ## one-line changes to the money path; each must be caught (ten minutes)
	@scripts/setup test
	@scripts/mutants

bench: ## measure at a utility's real size, from nothing (disk: 45 GB; two hours)
	@scripts/setup bench
	@.venv/bin/python -m benchmarks $(BENCH)

bench-quick: ## the same measurements at small sizes, a few minutes
	@scripts/setup bench
	@.venv/bin/python -m benchmarks --quick $(BENCH)

check: ## style, format, types and layers only
	@scripts/setup test
	@scripts/check

bundle: ## one folder with everything, dist/cashier, and a test that it sells by itself
	@scripts/setup test
	@scripts/bundle

test-bundle: ## the bundle's test again, without building
	@CASHIER_BUNDLE=dist/cashier .venv/bin/pytest tests/e2e/test_bundle.py

deb: bundle ## the bundle as a Debian package in dist/, unpacked and started once
	@.venv/bin/python scripts/make_deb.py
	@CASHIER_DEB=dist .venv/bin/pytest tests/e2e/test_deb.py

lock: ## write the lock files anew (needs uv)
	@scripts/lock

clean: ## remove environment, caches and builds
	@scripts/clean
