"""Satisfy Rasa's imports of Keras; see `tensorflow_stand_in`."""

from __future__ import annotations

from tensorflow_stand_in import make_inert

make_inert(__name__)
