"""The classes that stand where TensorFlow's and Keras' would."""

from __future__ import annotations

from typing import Any


class Placeholder(type):
    """Type of every inert name: has any attribute, can be a base class, cannot be called."""

    def __getattr__(cls, name: str) -> Placeholder:
        if name.startswith("__") or not cls.__dict__.get("_stands_in"):
            raise AttributeError(name)
        child = placeholder(f"{cls.__name__}.{name}")
        setattr(cls, name, child)
        return child

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        raise RuntimeError(f"{cls.__name__} needs TensorFlow, which this installation leaves out.")


def placeholder(name: str) -> Placeholder:
    """Make an inert class; `name` is its full dotted name, for the error message."""
    return Placeholder(name, (), {"_stands_in": True})
