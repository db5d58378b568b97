"""Is this a good training sentence? Said at once, in the trainers' words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Literal, Protocol

from rapidfuzz import fuzz

from bot.reports.personal import masked
from bot.training.likeness import Likeness
from bot.training.sentences import plain

ERROR: Literal["error"] = "error"
WARNING: Literal["warning"] = "warning"
FEWEST_REPORT_EXAMPLES = 25
FEWEST_TALK_EXAMPLES = 20
# Real reports of several sentences are read clause by clause; an example teaches one thing.
LONGEST = 400
# In per cent, as rapidfuzz compares sorted words: such pairs differ by an ending or a filler word.
ALMOST_SAME = 92.0
# Of 1,200 sentences of data/nlu, held against all others, this doubts 14 % that are where they belong and
# notices 45 % that are put under an intent drawn by lot: a hint, no verdict.
ALIKE = 0.4
NEIGHBOURS = 5
# An intent with so many times the usual number of examples draws sentences to itself.
LOPSIDED = 4.0


class Known(Protocol):
    """A sentence that is taught already, in a file or as a row."""

    @property
    def intent(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def plain(self) -> str: ...
    @property
    def place(self) -> str: ...


@dataclass(frozen=True)
class Finding:
    """What is to be said of a sentence: an error keeps it out, a warning leaves it to the trainer."""

    severity: Literal["error", "warning"]
    message: str


@dataclass(frozen=True)
class Teaching:
    """All that is taught, to hold a new sentence against it.

    `normalise` brings plain words to standard Indonesian; `name_of` tells an intent as trainers call it.
    """

    known: Sequence[Known]
    categories: frozenset[str]
    normalise: Callable[[str], str] = str
    name_of: Callable[[str], str] = str

    @cached_property
    def _likeness(self) -> Likeness:
        return Likeness([self.normalise(known.plain) for known in self.known])

    def nearest(self, text: str, count: int = NEIGHBOURS) -> list[tuple[Known, float]]:
        """The sentences most like a text, with their likeness from 0 to 1, best first."""
        found = self._likeness.nearest(self.normalise(plain(text)), count)
        return [(self.known[place], likeness) for place, likeness in found]

    def check(self, intent: str, text: str) -> list[Finding]:
        """Everything to be said of a sentence before it is added to an intent, errors first."""
        words = plain(text)
        if not words:
            return [Finding(ERROR, "Kalimatnya kosong.")]
        found = [*_form(text), *self._same(intent, words)]
        if not any(finding.severity == ERROR for finding in found):
            found += [*self.alike(intent, words), *self._balance(intent)]
        return sorted(found, key=lambda finding: finding.severity)

    def _same(self, intent: str, words: str) -> Iterator[Finding]:
        for known in self.known:
            if known.plain != words:
                continue
            if known.intent == intent:
                yield Finding(ERROR, f"Kalimat ini sudah ada ({known.place}).")
            else:
                yield Finding(
                    ERROR,
                    f"Kalimat yang sama sudah menjadi contoh {self.name_of(known.intent)} ({known.place}). "
                    "Satu kalimat hanya boleh satu arti.",
                )
            return

    def alike(self, intent: str, words: str) -> Iterator[Finding]:
        """What is nearly the same as plain words, or else of another meaning than this intent."""
        near = self.nearest(words)
        for known, _ in near:
            if fuzz.token_sort_ratio(known.plain, words) >= ALMOST_SAME:
                where = "" if known.intent == intent else f" untuk {self.name_of(known.intent)}"
                yield Finding(WARNING, f"Hampir sama dengan contoh{where}: “{known.text}” ({known.place}).")
                return
        likely = Counter[str]()
        for known, likeness in near:
            likely[known.intent] += round(100 * likeness) if likeness >= ALIKE else 0
        other, weight = likely.most_common(1)[0] if likely else (intent, 0)
        if other != intent and weight > 2 * likely[intent]:
            example = next(known.text for known, _ in near if known.intent == other)
            yield Finding(
                WARNING, f"Kalimat ini lebih mirip contoh {self.name_of(other)}: “{example}”. Sudah benar?"
            )

    def _balance(self, intent: str) -> Iterator[Finding]:
        counts = Counter(known.intent for known in self.known)
        fewest = FEWEST_REPORT_EXAMPLES if intent in self.categories else FEWEST_TALK_EXAMPLES
        count = counts[intent] + 1
        if count < fewest:
            yield Finding(
                WARNING, f"{self.name_of(intent)} baru punya {count} contoh; sebaiknya {fewest} atau lebih."
            )
        peers = [
            count
            for name, count in counts.items()
            if (name in self.categories) == (intent in self.categories)
        ]
        if len(peers) > 2 and count > LOPSIDED * median(peers):
            yield Finding(
                WARNING,
                f"{self.name_of(intent)} sudah punya {count} contoh, jauh lebih banyak daripada yang lain. "
                "Tambahkan hanya yang benar-benar baru.",
            )


def _form(text: str) -> Iterator[Finding]:
    if len(text) > LONGEST:
        yield Finding(
            WARNING,
            f"Panjangnya {len(text)} huruf; ambil bagian yang paling bercerita, paling banyak {LONGEST}.",
        )
    if has_personal_data(text):
        yield Finding(ERROR, "Ada data pribadi (nomor telepon atau NIK) di dalamnya. Hapus dulu.")


def has_personal_data(text: str) -> bool:
    return masked(text) != text
