"""Numbers in a citizen's words that belong to a person: found, and masked wherever the words are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from phonenumbers import Leniency, PhoneNumberMatcher

COUNTRY = "ID"
# NIK and the number of a family card: sixteen digits, of which the seventh to twelfth are a date (Permendagri
# 108/2019). People set them in groups.
SIXTEEN_DIGITS = re.compile(r"(?<!\d)(?<!\d[ .-])\d(?:[ .-]?\d){15}(?![ .-]?\d)")
# A mobile number written without care is no number to the library: "0812 34 5678 9", "62812-3456-7890".
MOBILE = re.compile(r"(?<![\d.])(?:\+?62[ .-]?|0)8\d(?:[ .-]?\d){6,11}(?!\d)")
MASK = "•"
SHOWN_DIGITS = 2

Kind = Literal["nik", "phone"]


@dataclass(frozen=True)
class PersonalNumber:
    """A number of a person or family card (`nik`) or a telephone (`phone`), by its place in the text."""

    kind: Kind
    start: int
    end: int


def find_numbers(text: str) -> list[PersonalNumber]:
    """Return the personal numbers of a text in order, none within another."""
    found: list[PersonalNumber] = []
    for number in sorted(_candidates(text), key=lambda number: (number.start, number.kind)):
        if not found or number.start >= found[-1].end:
            found.append(number)
    return found


def masked(text: str) -> str:
    """Hide every digit of a personal number but the last two, by which its owner knows it."""
    characters = list(text)
    for number in find_numbers(text):
        digits = [place for place in range(number.start, number.end) if text[place].isdigit()]
        for place in digits[:-SHOWN_DIGITS]:
            characters[place] = MASK
    return "".join(characters)


def _candidates(text: str) -> Iterator[PersonalNumber]:
    if not any(character.isdigit() for character in text):
        return
    for match in SIXTEEN_DIGITS.finditer(text):
        yield PersonalNumber("nik", match.start(), match.end())
    for match in MOBILE.finditer(text):
        yield PersonalNumber("phone", match.start(), match.end())
    for number in PhoneNumberMatcher(text, COUNTRY, leniency=Leniency.VALID):
        yield PersonalNumber("phone", number.start, number.end)
