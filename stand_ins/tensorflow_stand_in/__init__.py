"""Stand in for TensorFlow, which Rasa 3.6 imports even for pipelines that never use it.

Every name below `tensorflow` and `keras` is a class that can be inherited from and used in annotations, and
that raises when it is called. Components that would call one are refused by name before they do any work.
"""

from __future__ import annotations

from tensorflow_stand_in.modules import make_inert
from tensorflow_stand_in.refusal import NeedsTensorFlow, refuse_components

__all__ = ["NeedsTensorFlow", "make_inert", "refuse_components"]
