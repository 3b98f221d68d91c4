"""Shared by all tests: the long runs are opt-in, and a run without the Qt plug-in proves that no Qt is needed."""

import importlib.abc
import sys

import hypothesis
import pytest

QT = ("PySide6", "shiboken6", "pyqtgraph")


class QtBlocker(importlib.abc.MetaPathFinder):
    """Makes Qt look uninstalled."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname.partition(".")[0] in QT:
            raise ModuleNotFoundError(f"No module named {fullname!r} (blocked)", name=fullname)


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="also run what takes long")
    parser.addoption("--renew-references", action="store_true", help="keep the pages as they are now as references")


def pytest_configure(config):
    # The check draws the same examples each time, so it fails only for a change; --full looks for new ones.
    hypothesis.settings.register_profile("check", derandomize=True, deadline=None)
    hypothesis.settings.register_profile("full", deadline=None)
    hypothesis.settings.load_profile("full" if config.getoption("--full") else "check")
    if not config.pluginmanager.has_plugin("pytest-qt") and not config.pluginmanager.has_plugin("pytestqt.plugin"):
        sys.meta_path.insert(0, QtBlocker())


def pytest_collection_modifyitems(config, items):
    if config.getoption("--full"):
        return
    skip = pytest.mark.skip(reason="takes long: run with --full")
    for item in items:
        if "full" in item.keywords:
            item.add_marker(skip)
