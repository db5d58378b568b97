"""Satisfy Rasa's imports of TensorFlow; see `tensorflow_stand_in`."""

from __future__ import annotations

from tensorflow_stand_in import make_inert, refuse_components

make_inert(__name__)
refuse_components(__name__)
