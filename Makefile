# Every target is a task of tools/bootstrap.py, which also works without make (on Windows, say).
PYTHON ?= python3

.PHONY: help run test lint bench faults fuzz venv clean

help:
	@$(PYTHON) tools/bootstrap.py

run test lint bench faults fuzz venv clean:
	@$(PYTHON) tools/bootstrap.py $@ $(ARGS)
