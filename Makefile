# societyctl on a fresh machine: `make demo`. Needs Python 3.11 or newer, and make.

PYTHON ?= python3
VENV ?= .venv
PYTEST_ARGS ?= -n auto --dist loadgroup --cov --cov-report=term
QUICK_ARGS ?= -n auto --dist loadgroup --hypothesis-profile=quick \
  -m "not (office or postgres or process or slow)"
DEMO_ARGS ?=

BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo quick test lint style types layers format figures house lock

help:
	@echo "make demo    安装并用样例数据走一遍（首次约一两分钟）"
	@echo "make quick   不需要 LibreOffice、PostgreSQL 的测试，不统计覆盖率（一分钟左右）"
	@echo "make test    安装开发依赖，运行全部测试并统计覆盖率"
	@echo "make lint    检查写法（style）、类型（types）、分层（layers）"
	@echo "make figures 量用时和内存：启动、计量、导入、增长、材料（约十分钟）"
	@echo "make house   数代码：行数、模块、循环引用、重名、绕过 workflows 的引用"
	@echo "make format  按 ruff 的规则改写格式"
	@echo "make lock    升级依赖并重写 constraints.txt"
	@echo "变量：PYTHON（默认 python3）、VENV（默认 .venv）、PYTEST_ARGS、QUICK_ARGS、DEMO_ARGS"

demo: $(VENV)/.runtime-installed
	@$(BIN)/societyctl demo $(DEMO_ARGS)

quick: $(VENV)/.dev-installed
	$(BIN)/python -m pytest $(QUICK_ARGS)

test: $(VENV)/.dev-installed
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: style types layers

style: $(VENV)/.dev-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev-installed
	$(BIN)/mypy

layers: $(VENV)/.dev-installed
	$(BIN)/lint-imports

figures: $(VENV)/.dev-installed
	$(BIN)/python tests/tools/measure_startup.py
	$(BIN)/python tests/tools/benchmark_measures.py
	$(BIN)/python tests/tools/benchmark_import.py
	$(BIN)/python tests/tools/benchmark_growth.py
	$(BIN)/python -m tests.tools.benchmark_papers

house: $(BIN)/pip
	@$(BIN)/python tests/tools/house.py

format: $(VENV)/.dev-installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The environment is complete once pip is in it; a half-made one is made again.
$(BIN)/pip:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "找不到 $(PYTHON)：请先安装 Python 3.11 或更高版本，或用 make PYTHON=/路径/python3 指定。" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) 的版本过低：需要 Python 3.11 或更高版本，可用 make PYTHON=/路径/python3.11 指定。" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) 缺少 venv/ensurepip：Debian、Ubuntu 请运行 apt install python3-venv 后再试。" >&2; exit 1; }
	@echo "建立运行环境 $(VENV) ……"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime-installed: pyproject.toml constraints.txt | $(BIN)/pip
	@echo "安装运行所需的软件包 ……"
	@$(INSTALL) -e .
	@touch $@

$(VENV)/.dev-installed: pyproject.toml constraints.txt | $(BIN)/pip
	@echo "安装开发所需的软件包 ……"
	@$(INSTALL) -e '.[dev]'
	@touch $@ $(VENV)/.runtime-installed

lock:
	rm -rf build/lock
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --upgrade -e '.[dev]'
	{ echo "# Written by \`make lock\`: the versions everything is tested with."; \
	  build/lock/bin/python -m pip freeze --exclude-editable; } > constraints.txt
	rm -rf build/lock
