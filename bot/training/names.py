"""Finds the names of people in a citizen's sentence.

A word is taken for a name by what stands before it ("nama saya", "pak", "bidan"), because it is a common
given name, or because two unknown words in a row are written with capitals. A name that is an ordinary word
too, or a rare one in small letters with nothing before it, cannot be known for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from bot.region.ordinary_words import STOP_WORDS

Span = tuple[int, int]

SHORTEST = 3
MOST_WORDS = 4
# How far before a name a word of place says that it is no person: "masjid Nurul Iman".
PLACE_REACH = 3
WORD = re.compile(r"[^\W\d_][^\W\d_'’.]*")
SPACE = re.compile(r"[ \t]*")

INTRODUCTION = re.compile(
    r"(?:\bnam[ao](?:ku|ny[ao])\b|\bnam[ao]\s*(?:lengkap|saya|sayo|aku|kami|pelapor)?\s*(?:adalah|ialah)?\s*[:=]?|"
    r"\bbernam[ao]|\batas nam[ao]|\ba\s?[./]\s?n\b\.?|\ban\.|\bperkenalkan,?|\bpanggil(?:an)? (?:saja|bae)|"
    r"\bdengan (?=bapak|ibu|pak|bu)|\bttd\b\.?|\b(?:hormat (?:saya|kami)|wassalam\w*),?)\s*",
    re.IGNORECASE,
)
# Behind these stands nearly always a name, in small letters too.
TITLE = re.compile(
    r"\b(?:pak|bpk|bapak|ibu|bu|buk|mang|mamang|bik|bibi|cek|cik|mpok|kak|bang|mas|mbak|mbah|wak|yuk|haji|"
    r"hajjah|hj?\.|ustadz?|kyai|kades|lurah|camat|kadus|sekdes|sdr[ia]?\.?|saudar[ai]|almarhum(?:ah)?|alm\.?)\s+"
    r"(?:(?:r[tw]|kami|kito|saya|[ivx]+)\s+)?",
    re.IGNORECASE,
)
# Behind these may stand one; in small letters only a common one is taken for it.
KIN = re.compile(
    r"\b(?:saya|sayo|aku|tetangga|anak|istri|suami|bini|nenek|nek|kakek|nyai|om|tante|guru|bidan|dokter|dr\.?|"
    r"mantri|perawat|kepsek|kepala (?:desa|dusun|sekolah)|ketua|r[tw]|oknum|pegawai|si|dengan|sam[ao]|"
    r"oleh|puny[ao]|rumah|umah)\s+(?:(?:r[tw]|kami|kito|saya|sayo|aku|[ivx]+)\s+)?",
    re.IGNORECASE,
)
# What he goes on with who has just said his name: "saya wagirah dari Celikah".
FOLLOWS = re.compile(r"\s+(?:dari|warga|wong|asal|alamat)\b", re.IGNORECASE)
# Unknown words of this shape are verbs and the like: "tetangga melolong", "saya didiagnosa".
AFFIXED = re.compile(r"(?:me|di|be|te|ke|pe|ng|ny)\w{3,}|\w{3,}(?:nya|nyo|kan|ke|lah|an)")
TITLES = frozenset(
    "h hj haji hajjah ir dr drs dra prof ust ustad ustadz bin binti pak bapak bpk ibu bu".split()
)
# Kin and people of whom one speaks without a name, and what is no name after "nama".
NOBODY = frozenset(
    "ayah ayuk adek adik anak bini istri suami laki nenek kakek mertua orang keluarga almarhum almarhumah "
    "tetangga warga masyarakat jalan desa dusun kampung bupati camat lurah kades kadus gubernur admin".split()
)
PLACES = frozenset(
    "jalan jln jl lorong gang gg simpang perempatan pertigaan pasar masjid mesjid mushola musholla langgar "
    "gereja pondok pesantren yayasan universitas perum perumahan komplek griya desa dusun kampung talang "
    "kelurahan kecamatan kabupaten sungai danau lebak jembatan jeramba dermaga terminal sd sdn mi smp smpn "
    "mts sma sman smk man tk paud puskesmas pustu klinik rs rsud toko alfamart indomaret pt cv ud taman "
    "lapangan stadion gedung hotel bank kapal".split()
)

# What follows these with capitals is a place or an office as often as a person.
BEFORE_PLACES = frozenset("di ke dari sekitar yth yang kepada dinas kantor".split())
OWNERS = frozenset("saya sayo aku kami kito kita".split())


@dataclass(frozen=True)
class Names:
    """Finds names. `known` are words that are none, `given` common given names; both in small letters."""

    known: Collection[str]
    given: Collection[str]

    def find(self, text: str) -> list[Span]:
        """Where names stand in the text; spans may overlap."""
        found = [self._from(text, match.end(), self._is_introduced) for match in INTRODUCTION.finditer(text)]
        found += [self._from(text, match.end(), self._is_titled) for match in TITLE.finditer(text)]
        found += [self._from(text, match.end(), self._is_kin) for match in KIN.finditer(text)]
        return [*(span for span in found if span), *self._newcomers(text), *self._alone(text)]

    def is_name(self, written: str) -> bool:
        """Whether an unknown word could be a name at all."""
        word = _plain(written)
        return len(word) >= SHORTEST and word not in self.known and word not in TITLES

    def _from(self, text: str, start: int, is_name: Callable[[str], bool]) -> Span | None:
        """From the first word of a name behind `start` to its last, with the titles between."""
        end, place = None, start
        for _ in range(MOST_WORDS):
            match = WORD.match(text, place)
            if match is None:
                break
            if is_name(match.group()) or (end is not None and self._is_written_given(match.group())):
                end = match.end()
            elif _plain(match.group()) not in TITLES:
                break
            place = SPACE.match(text, match.end()).end()  # type: ignore[union-attr]
        return None if end is None else (start, len(text[:end].rstrip(".")))

    def _newcomers(self, text: str) -> Iterator[Span]:
        """Any unknown word behind "saya" where he goes on with where he is from."""
        for match in re.finditer(r"\b(?:saya|sayo|aku|ini)\s+", text, re.IGNORECASE):
            span = self._from(text, match.end(), self.is_name)
            if span is not None and FOLLOWS.match(text, span[1]):
                yield span

    def _alone(self, text: str) -> Iterator[Span]:
        """Common given names wherever they stand, and two unknown words in a row with capitals."""
        words = list(WORD.finditer(text))
        capitals = _speaks_in_capitals(words)
        for number, match in enumerate(words):
            if _is_at_a_place(text, words, number):
                continue
            is_pair = not capitals and self._are_capital(text, words, number)
            if self._is_given(match.group()) or is_pair:
                span = self._from(text, match.start(), self._is_kin)
                yield span or match.span()

    def _are_capital(self, text: str, words: list[re.Match[str]], number: int) -> bool:
        """Whether this word and the next, with nothing but a space between, may be a full name."""
        if number + 1 == len(words) or (number and _plain(words[number - 1].group()) in BEFORE_PLACES):
            return False
        gap = text[words[number].end() : words[number + 1].start()]
        return gap == " " and self._is_capital(words[number]) and self._is_capital(words[number + 1])

    def _is_capital(self, match: re.Match[str]) -> bool:
        """An unknown word with a capital; one of capitals alone is an abbreviation."""
        word = match.group()
        return word[0].isupper() and not word.isupper() and self.is_name(word)

    def _is_introduced(self, written: str) -> bool:
        """Behind "nama saya" also a name that is an ordinary word, when it is written as a name."""
        return self.is_name(written) or (written[:1].isupper() and _plain(written) not in STOP_WORDS | NOBODY)

    def _is_titled(self, written: str) -> bool:
        if self._is_written_given(written):
            return True
        return self.is_name(written) and (self._is_kin(written) or not AFFIXED.fullmatch(written))

    def _is_kin(self, written: str) -> bool:
        return self._is_given(written) or (written[:1].isupper() and self.is_name(written))

    def _is_written_given(self, written: str) -> bool:
        """A given name with a capital, also one that is an ordinary word."""
        return written[:1].isupper() and _plain(written) in self.given

    def _is_given(self, written: str) -> bool:
        return _plain(written) in self.given and self.is_name(written)


def _plain(written: str) -> str:
    return written.strip(".'’").lower()


def _speaks_in_capitals(words: list[re.Match[str]]) -> bool:
    """Whether capitals tell nothing: most words have one."""
    return sum(word.group()[0].isupper() for word in words) > len(words) / 2


def _is_at_a_place(text: str, words: list[re.Match[str]], number: int) -> bool:
    """Whether a word of place stands just before, with nothing but spaces between."""
    for before in range(number - 1, max(-1, number - 1 - PLACE_REACH), -1):
        if text[words[before].end() : words[before + 1].start()].strip():
            return False
        word = _plain(words[before].group())
        if word in PLACES or word in OWNERS:
            return word in PLACES
    return False
