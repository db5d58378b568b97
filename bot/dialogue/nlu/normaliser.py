"""Brings a message to the wording the classifier was trained on.

The polite frame is taken off: a greeting or thanks says nothing about what is reported. Slang, abbreviations
and local words become standard Indonesian. Offsets are not kept.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

ELONGATED = re.compile(r"([^\W\d])\1{2,}")
REPEATED_WORD = re.compile(r"\b([^\W\d_]{3,})2(nya|an)?\b")
# Emoji are kept as words of their own: they tell chatter from reports.
EMOJI = re.compile(r"([\U0001F000-\U0001FAFF\u2600-\u27BF])")
NOISE = re.compile(r"[^\w\s/\U0001F000-\U0001FAFF\u2600-\u27BF-]+")
# NIK, telephone, meter: in one piece or in groups, "0812-3456-7890".
NUMBER = re.compile(r"\b(?:\d{5,}|(?:62[ -])?\d{3,4}(?:[ -]\d{3,4}){2,4})\b")

SALUTATION = (
    r"ass?alam\w*\W{0,2}\s?u?\s?\W?a?l?a?i?k\w*|ass|wr|wb|warahmatullahi|wabarakatuh|bismillah\w*|"
    r"selamat|pagi|siang|sore|malam|mlm|halo|hallo|hai|permisi|punten|maaf|mohon maaf|sebelumnya|"
    r"yth|yang terhormat|kepada|kpd|bapak|bpk|pak|ibu|bu|buk|min|admin|kak|mas|bupati|wakil|wali ?kota|camat|"
    r"dinas|izin|ijin"
)
FAREWELL = (
    r"terima ?kasih|trima ?kasih|makasih|mksh|trims?|tks|thanks|thx|suwun|nuwun|matur|wassalam\w*|wr|wb|atas|"
    r"perhatian\w*|kerja ?sama\w*|bantuan(?:ny[ao]|(?<=mohon bantuan)|(?<=atas bantuan))|"
    r"sebelumnya|ditunggu|mohon|segera|ditindak ?lanjuti|tindak ?lanjut\w*|"
    r"pak|bu|bapak|bpk|ibu|min|banyak|sekali|dan|respon\w*|direspon|ya|tolong|agar|untuk|dibantu"
)
OPENING = re.compile(rf"^(?:\W*\b(?:{SALUTATION})\b[\s,.!:;/-]*)+", re.IGNORECASE)
# A blank belongs to one word only: taken in two ways, "pak pak pak pak lewat" takes minutes.
CLOSING = re.compile(rf"(?:[\s,.!:;🙏-]*\b(?:{FAREWELL})\b)+[\s,.!:;🙏]*$", re.IGNORECASE)
# Of less than two words the frame is part: "siap makasih pak" is thanks, "siap" is a yes.
TWO_WORDS = re.compile(r"[^\W\d_]{2,}[\W\d_]+[^\W\d_]{2,}")
LONGEST_FAREWELL = 120


class Normaliser:
    """Normalises texts with a dictionary from a written form to its standard, both in lower case."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = dict(words)
        # Forms of several words, the longest first: "mati lampu jalan" is no power cut.
        phrases = sorted((form for form in words if " " in form), key=len, reverse=True)
        self._phrases = re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b") if phrases else None

    def __call__(self, text: str) -> str:
        """Return the words that tell what a message is about."""
        return self._standard(without_frame(text))

    def _standard(self, text: str) -> str:
        text = ELONGATED.sub(r"\1", text.lower())
        text = REPEATED_WORD.sub(r"\1 \1\2", text)
        text = NUMBER.sub(" ", EMOJI.sub(r" \1 ", text))
        text = " ".join(self.words.get(word, word) for word in NOISE.sub(" ", text).split())
        return self._phrases.sub(lambda match: self.words[match.group()], text) if self._phrases else text


def without_frame(text: str) -> str:
    """Take the greeting off the front and the thanks off the end, unless there is nothing else."""
    rest = OPENING.sub("", text)
    text = rest if TWO_WORDS.search(rest) else text
    rest = text[:-LONGEST_FAREWELL] + CLOSING.sub("", text[-LONGEST_FAREWELL:])
    return rest if TWO_WORDS.search(rest) else text


def is_frame(text: str) -> bool:
    """Whether a text greets or thanks and says nothing else."""
    if len(text) > LONGEST_FAREWELL:
        return False
    return any(not any(map(str.isalpha, frame.sub("", text))) for frame in (OPENING, CLOSING))


def read_words(path: Path) -> dict[str, str]:
    """Read a dictionary `form,standard`; raises ValueError naming file and line of a bad row."""
    words: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            form, standard = row.get("form"), row.get("standard")
            if not form or not standard or form != form.lower() or form in words:
                raise ValueError(
                    f"{path}:{reader.line_num}: a form twice, without standard or not in lower case"
                )
            words[form] = standard
    return words
