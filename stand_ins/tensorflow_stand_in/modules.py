"""Modules whose every name is a placeholder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from tensorflow_stand_in.placeholders import Placeholder, placeholder


def make_inert(package: str) -> None:
    """Give the imported `package` and all modules imported from below it any name they are asked for."""
    sys.meta_path.append(_InertModules(package))
    _fill_on_demand(sys.modules[package])


class _InertModules(MetaPathFinder, Loader):
    def __init__(self, package: str) -> None:
        self._prefix = f"{package}."

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, is_package=True) if fullname.startswith(self._prefix) else None

    def exec_module(self, module: ModuleType) -> None:
        _fill_on_demand(module)


def _fill_on_demand(module: ModuleType) -> None:
    def give_placeholder(name: str) -> Placeholder:
        if name.startswith("__"):
            raise AttributeError(name)
        made = placeholder(f"{module.__name__}.{name}")
        setattr(module, name, made)
        return made

    module.__getattr__ = give_placeholder
