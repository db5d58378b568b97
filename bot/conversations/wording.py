"""The few sentences said outside Rasa, from the same files in which Rasa finds its own."""

from __future__ import annotations

from pathlib import Path

import yaml


class Wording:
    """Every response below a folder of `responses:` files; the first variant of each is the one said."""

    def __init__(self, path: Path) -> None:
        self._texts: dict[str, str] = {}
        for file in sorted(path.glob("*.yml")):
            self._texts.update(_texts_of(file))

    def say(self, name: str, **values: object) -> str:
        """Fill the places of a response; raises KeyError naming an unknown response or a missing value."""
        if name not in self._texts:
            raise KeyError(f"no response {name!r} with a text in data/responses")
        text = self._texts[name]
        try:
            return text.format(**values)
        except (KeyError, IndexError) as missing:
            raise KeyError(f"response {name!r} needs a value for {missing}") from None


def _texts_of(file: Path) -> dict[str, str]:
    content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {}
    texts = {}
    for name, variants in (content.get("responses") or {}).items():
        if variants and "text" in variants[0]:
            texts[name] = variants[0]["text"].strip()
    return texts
