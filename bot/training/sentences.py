"""How training sentences are compared."""

from __future__ import annotations

import unicodedata

from bot.dialogue.nlu.normaliser import Normaliser

# Without the dictionary: a local word is an example of its own beside its standard form.
_NORMALISE = Normaliser({})


def plain(text: str) -> str:
    """The words that tell what a sentence is about: two sentences with the same are one example.

    Greeting, thanks, case, punctuation, long numbers and drawn-out letters make no difference. A text that
    is nothing else keeps them; only an empty one has no words.
    """
    composed = unicodedata.normalize("NFKC", text)
    return _NORMALISE(composed) or " ".join(composed.lower().split())
