from __future__ import annotations

import importlib
import tarfile
from pathlib import Path

import pytest
from rasa.core.agent import Agent
from tensorflow_stand_in import NeedsTensorFlow

from tests.stand_ins.tiny_bot import CONFIG, run_rasa, write_bot

REFUSED = {
    "DIETClassifier": "rasa.nlu.classifiers.diet_classifier",
    "ResponseSelector": "rasa.nlu.selectors.response_selector",
    "LanguageModelFeaturizer": "rasa.nlu.featurizers.dense_featurizer.lm_featurizer",
    "ConveRTFeaturizer": "rasa.nlu.featurizers.dense_featurizer.convert_featurizer",
    "TEDPolicy": "rasa.core.policies.ted_policy",
    "UnexpecTEDIntentPolicy": "rasa.core.policies.unexpected_intent_policy",
}
SERVED = {
    "LogisticRegressionClassifier": "rasa.nlu.classifiers.logistic_regression_classifier",
    "CRFEntityExtractor": "rasa.nlu.extractors.crf_entity_extractor",
    "RulePolicy": "rasa.core.policies.rule_policy",
    "MemoizationPolicy": "rasa.core.policies.memoization",
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("entrance", ["required_packages", "create", "load"])
def test_a_component_that_needs_tensorflow_is_refused_by_name(name: str, entrance: str) -> None:
    component = getattr(importlib.import_module(REFUSED[name]), name)
    with pytest.raises(NeedsTensorFlow, match=rf"^{name} needs TensorFlow.*config\.yml \(use \w+"):
        getattr(component, entrance)()


@pytest.mark.parametrize("name", SERVED)
def test_a_component_without_tensorflow_is_served(name: str) -> None:
    component = getattr(importlib.import_module(SERVED[name]), name)
    assert "tensorflow" not in component.required_packages()


def test_training_ends_in_one_line_that_names_the_component(tmp_path: Path) -> None:
    config = CONFIG.replace("LogisticRegressionClassifier", "DIETClassifier")
    training = run_rasa(write_bot(tmp_path, config), "train")
    assert training.returncode == 1
    assert "NeedsTensorFlow: DIETClassifier needs TensorFlow" in training.stdout.splitlines()[-1]
    assert "Traceback" not in training.stdout
    assert "Starting to train component" not in training.stdout


def test_loading_a_model_with_such_a_component_names_it(trained_bot: Path, tmp_path: Path) -> None:
    model = _model_with_diet(next(trained_bot.glob("models/*.tar.gz")), tmp_path)
    with pytest.raises(NeedsTensorFlow, match="^DIETClassifier"):
        Agent.load(str(model))


def _model_with_diet(model: Path, folder: Path) -> Path:
    """Copy a model, saying that its intents come from a DIETClassifier."""
    unpacked = folder / "unpacked"
    with tarfile.open(model) as archive:
        archive.extractall(unpacked)
    metadata = unpacked / "metadata.json"
    classifier = f"{SERVED['LogisticRegressionClassifier']}.LogisticRegressionClassifier"
    metadata.write_text(
        metadata.read_text().replace(classifier, f"{REFUSED['DIETClassifier']}.DIETClassifier")
    )
    with tarfile.open(folder / "diet.tar.gz", "w:gz") as archive:
        archive.add(unpacked, arcname="")
    return folder / "diet.tar.gz"
