from __future__ import annotations

import importlib
from importlib.metadata import distribution

import keras
import pytest
import tensorflow as tf


def test_the_stand_in_is_what_is_installed() -> None:
    assert distribution("tensorflow-stand-in").read_text("top_level.txt").split() == [
        "keras",
        "tensorflow",
        "tensorflow_stand_in",
    ]


def test_any_name_can_be_inherited_from() -> None:
    class Layer(tf.keras.layers.Layer, keras.Model):
        pass

    assert issubclass(Layer, tf.keras.layers.Layer)


def test_any_module_can_be_imported_from() -> None:
    assert importlib.import_module("tensorflow.python.eager.wrap_function").WrappedFunction


def test_calling_a_name_says_which_and_why() -> None:
    with pytest.raises(RuntimeError, match=r"^tensorflow\.random\.set_seed needs TensorFlow"):
        tf.random.set_seed(1)


def test_creating_an_heir_fails_as_well() -> None:
    class Network(keras.Model):
        pass

    with pytest.raises(RuntimeError, match="^Network needs TensorFlow"):
        Network()


@pytest.mark.parametrize("owner", [tf, tf.keras.layers.Layer])
def test_special_names_are_not_made_up(owner: object) -> None:
    assert not hasattr(owner, "__array_interface__")
