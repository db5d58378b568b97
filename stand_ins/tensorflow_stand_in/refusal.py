"""Refuse Rasa components that need TensorFlow, by name and before they do any work."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

from rasa.engine.graph import GraphComponent
from rasa.shared.exceptions import RasaException

_INSTEAD = {
    "ConveRTFeaturizer": "CountVectorsFeaturizer",
    "DIETClassifier": "LogisticRegressionClassifier for intents, CRFEntityExtractor for entities",
    "LanguageModelFeaturizer": "CountVectorsFeaturizer",
    "ResponseSelector": "an intent and a rule for each answer",
    "TEDPolicy": "RulePolicy or MemoizationPolicy",
    "UnexpecTEDIntentPolicy": "RulePolicy or MemoizationPolicy",
}


class NeedsTensorFlow(RasaException):
    """A component of the pipeline or a policy cannot work without TensorFlow.

    A `RasaException`, because those the `rasa` command prints as one line.
    """

    def __init__(self, component: str) -> None:
        instead = _INSTEAD.get(component, "a component that does not import tensorflow")
        super().__init__(
            f"{component} needs TensorFlow, which this installation leaves out. Take it out of config.yml "
            f"(use {instead} instead) and train again."
        )


def refuse_components(package: str) -> None:
    """Make every Rasa component whose module imports `package` raise `NeedsTensorFlow` when it is used.

    Rasa asks a component for its `required_packages` before training and calls `load` or `create` otherwise.
    """
    stand_in = sys.modules[package]

    def refuse_if_needed(component: type, **kwargs: Any) -> None:
        super(GraphComponent, component).__init_subclass__(**kwargs)
        if any(value is stand_in for value in vars(sys.modules[component.__module__]).values()):
            for entrance in ("required_packages", "create", "load"):
                setattr(component, entrance, classmethod(_refuse))

    GraphComponent.__init_subclass__ = classmethod(refuse_if_needed)


def _refuse(component: type, *args: Any, **kwargs: Any) -> NoReturn:
    raise NeedsTensorFlow(component.__name__)
