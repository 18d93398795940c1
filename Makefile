# Every target sets itself up first; the tasks themselves stand in tools/setup.py, which also serves Windows.
PYTHON ?= python3

.NOTPARALLEL:
.PHONY: setup reproduce test lab check bench docs
setup:
	@$(PYTHON) tools/setup.py
reproduce test lab check bench docs:
	@$(PYTHON) tools/setup.py $@
