"""How Indonesian names a day: each expression with its meaning, the more telling ones first."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.reports.dates import end_of_month


class NoSuchDay(ValueError):
    """The calendar has no such day."""


# None: it could be several days.
Meaning = Callable[[re.Match[str], date], "date | None"]

# A day without a year that is over is one of the next year when that is not further away than this.
NEXT_YEAR_WITHIN = timedelta(days=183)

_MONTHS = (
    r"jan(?:uari)?", r"(?:feb|peb)(?:r?uari)?", r"mar(?:et)?|mrt", r"apr(?:il)?", r"mei", r"juni?", r"juli?",
    r"agu(?:st(?:us)?)?|agt|ags", r"sep(?:t(?:ember)?)?", r"okt(?:ober)?", r"nov(?:ember)?|nop(?:ember)?",
    r"des(?:ember)?",
)  # fmt: skip
MONTH_NAMES = (
    "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember"
)
_WEEKDAYS = ("senin", "selasa", "rabu", "kamis", r"jum'?at", "sabtu", "minggu|ahad")
_MONTH = "|".join(_MONTHS)
_WEEKDAY = "|".join(_WEEKDAYS)
_NUMBERS = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7}
_FROM_TODAY = {"besok": 1, "esok": 1, "lusa": 2}


def _written(match: re.Match[str], today: date) -> date:
    """`12 Des`, `12/12/26`, `2026-12-12`, with or without the name of the day before it."""
    parts = match.groupdict()
    day = _dated(int(parts["day"]), _month_of(parts), parts.get("year"), today)
    name = parts.get("name")
    if name and day.weekday() != _index(_WEEKDAYS, name):
        raise NoSuchDay(name)
    return day


def _month_of(parts: dict[str, str]) -> int:
    return int(parts["number"]) if parts.get("number") else _index(_MONTHS, parts["month"]) + 1


def _dated(day: int, month: int, year: str | None, today: date) -> date:
    if year:
        return _day(int(year) % 100 + 2000, month, day)
    this_year = _day(today.year, month, day)
    if this_year >= today:
        return this_year
    next_year = _day(today.year + 1, month, day)
    return next_year if next_year - today <= NEXT_YEAR_WITHIN else this_year


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDay(f"{year}-{month}-{day}") from None


def _of_this_month(match: re.Match[str], today: date) -> date | None:
    """`tanggal 12` is of this month while that is ahead; after it nobody knows of which."""
    day = _day(today.year, today.month, int(match["day"]))
    return day if day >= today else None


def _end(match: re.Match[str], today: date) -> date:
    what = match["what"].lower()
    is_next = what.endswith("depan")
    if match["month"]:
        month = _index(_MONTHS, match["month"]) + 1
        year = int(match["year"]) if match["year"] else today.year + (month < today.month)
        return end_of_month(_day(year, month, 1))
    if what.startswith("tahun"):
        return _day(today.year + is_next, 12, 31)
    return _end_of_this_or_next_month(today, is_next)


def _from_today(match: re.Match[str], today: date) -> date:
    """`besok`, or a time of this very day: `hari ini`, `nanti sore`."""
    return today + timedelta(days=_FROM_TODAY.get(match["word"].lower(), 0))


def _counted(match: re.Match[str], today: date) -> date:
    """`3 hari lagi`, `seminggu lagi`."""
    number = (match["count"] or "1").lower()
    count = _NUMBERS.get(number) or int(number)
    return today + timedelta(days=count * (7 if "minggu" in match[0].lower() else 1))


def _weekday(match: re.Match[str], today: date) -> date | None:
    """`Senin` is the next one. `Jumat depan`, said on a Wednesday, could be in two days or in nine."""
    ahead = _index(_WEEKDAYS, match["name"]) - today.weekday()
    which = (match["which"] or "").lower()
    if which == "depan":
        return today + timedelta(days=ahead + 7) if ahead <= 0 else None
    if which == "ini":
        return today + timedelta(days=ahead) if ahead >= 0 else None
    return today + timedelta(days=ahead % 7) if ahead else None


def _month(match: re.Match[str], today: date) -> date:
    parts = match.groupdict()
    return end_of_month(_day(int(parts["year"]), _month_of(parts), 1))


def _this_or_next_month(match: re.Match[str], today: date) -> date:
    return _end_of_this_or_next_month(today, match["which"].lower() == "depan")


def _end_of_this_or_next_month(today: date, is_next: bool) -> date:
    this = end_of_month(today)
    return end_of_month(this + timedelta(days=1)) if is_next else this


def _anyones_guess(match: re.Match[str], today: date) -> None:
    return None


def _index(names: tuple[str, ...], name: str) -> int:
    return next(place for place, pattern in enumerate(names) if re.fullmatch(pattern, name, re.IGNORECASE))


def _means(pattern: str, meaning: Meaning) -> tuple[re.Pattern[str], Meaning]:
    return re.compile(pattern, re.IGNORECASE), meaning


_NAME = rf"(?:(?:hari\s+)?\b(?P<name>{_WEEKDAY})\b\s*[,(]?\s*)?(?:\b(?:tanggal|tgl)\b\.?\s*)?"
_YEAR = r"(?:\s*[-/.,]?\s*(?P<year>20\d\d|\d\d(?=\s*(?:$|[,.;:)\n]))))?"

EXPRESSIONS = (
    _means(r"\bsebelum\s+(?:(?:tanggal|tgl|hari|akhir)\W+)?\w+(?:\W+\w+)?", _anyones_guess),
    _means(r"\b(?:be)?sok\s+lusa\b|\b\w+\s+hari\s+kerja\b", _anyones_guess),
    _means(r"(?<![\w/.-])(?P<year>20\d\d)-(?P<number>\d{1,2})-(?P<day>\d{1,2})(?![\w/-])", _written),
    _means(
        rf"{_NAME}(?<![\w/])(?:\d{{1,2}}\s*(?:-|–|s\s*/\s*d|sampai)\s*)?(?P<day>\d{{1,2}})\s*[-/.]?\s*"
        rf"(?P<month>{_MONTH})\b{_YEAR}",
        _written,
    ),
    _means(
        rf"{_NAME}(?<![\w/.-])(?P<day>\d{{1,2}})\s?(?P<sign>[-/.])\s?(?P<number>\d{{1,2}})\s?(?P=sign)\s?"
        r"(?P<year>20\d\d|\d\d)(?![\w/-])",
        _written,
    ),
    _means(rf"{_NAME}(?<![\w/.-])(?P<day>\d{{1,2}})\s?/\s?(?P<number>\d{{1,2}})(?![\w/-])", _written),
    _means(
        r"\bakhir\s+(?P<what>bulan\s+(?:ini|depan)|tahun\s+(?:ini|depan)|"
        rf"(?:bulan\s+)?(?P<month>{_MONTH})\b(?:\s+(?P<year>20\d\d))?|bulan|tahun)\b",
        _end,
    ),
    _means(
        r"\b(?:awal|pertengahan|akhir)\s+\w+|\b(?:minggu|pekan|bulan|tahun)\s+(?:depan|ini|berikut\w*)|"
        r"\b(?:se|\d+\s+)(?:bulan|tahun)\s+(?:lagi|ke\s*depan)|\bsecepat\w*|\bsegera\b",
        _anyones_guess,
    ),
    _means(
        rf"\b(?:(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)})\s+|se)(?:hari|minggu)\s+(?:lagi|ke\s*depan)\b",
        _counted,
    ),
    _means(
        r"\b(?P<word>(?:hari|siang|sore|malam)\s+ini|nanti\s+(?:siang|sore|malam)|besok|esok|lusa)\b",
        _from_today,
    ),
    _means(r"\bhari\s+(?P<name>minggu|ahad)\b(?:\s+(?P<which>ini|depan))?", _weekday),
    _means(r"\bminggu\b", _anyones_guess),
    _means(rf"\b(?P<name>{_WEEKDAY})\b(?:\s+(?P<which>ini|depan)\b)?", _weekday),
    _means(r"\b(?:tanggal|tgl)\.?\s*(?P<day>\d{1,2})\b(?![/.-]\d)", _of_this_month),
    _means(rf"\b(?:{MONTH_NAMES})\b(?:\s+20\d\d)?", _anyones_guess),
)
MONTH_EXPRESSIONS = (
    _means(rf"\b(?P<month>{_MONTH})\b\s*[-/.,]?\s*(?:tahun\s+)?(?P<year>20\d\d)\b", _month),
    _means(r"(?<![\w/.-])(?P<number>\d{1,2})\s?[-/]\s?(?P<year>20\d\d)(?![\w/-])", _month),
    _means(r"\bbulan\s+(?P<number>\d{1,2})\s+(?:tahun\s+)?(?P<year>20\d\d)\b", _month),
    _means(r"\bbulan\s+(?P<which>ini|depan)\b", _this_or_next_month),
    _means(rf"\b(?P<month>{_MONTH})\b(?=[^0-9\n]*\b(?P<year>20\d\d)\b)(?!.*20\d\d.*20\d\d)", _month),
)
