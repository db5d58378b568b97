"""The smallest Rasa project that trains: two intents, two rules."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CONFIG = """\
recipe: default.v1
language: id
assistant_id: tiny
pipeline:
  - name: WhitespaceTokenizer
  - name: CountVectorsFeaturizer
  - name: LogisticRegressionClassifier
policies:
  - name: RulePolicy
"""

DOMAIN = """\
version: "3.1"
intents: [salam, pamit]
responses:
  utter_salam: [{text: "Selamat datang, Bapak/Ibu."}]
  utter_pamit: [{text: "Terima kasih, Bapak/Ibu."}]
"""

DATA = """\
version: "3.1"
nlu:
  - intent: salam
    examples: |
      - halo
      - selamat pagi
  - intent: pamit
    examples: |
      - sudah cukup
      - makasih banyak
rules:
  - rule: salam
    steps: [{intent: salam}, {action: utter_salam}]
  - rule: pamit
    steps: [{intent: pamit}, {action: utter_pamit}]
"""


def write_bot(folder: Path, config: str = CONFIG) -> Path:
    """Write the project into `folder`, which must exist, and return it."""
    (folder / "data").mkdir()
    files = {"config.yml": config, "domain.yml": DOMAIN, "data/all.yml": DATA, "credentials.yml": ""}
    for name, text in {**files, "endpoints.yml": ""}.items():
        (folder / name).write_text(text)
    return folder


def run_rasa(folder: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run the `rasa` command in `folder` with `typed` as its input; its output is merged into stdout."""
    return subprocess.run(
        [Path(sys.executable).with_name("rasa"), *arguments],
        cwd=folder, env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"}, input=typed, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
    )  # fmt: skip
