"""The templates of the console: how moments, places and words look to staff."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.console.contacts import readable_phone
from bot.console.event_titles import event_title
from bot.console.labels import CHECKS, CLASSES, PROMISES, RESULTS, ROLE_NAMES, STATUS_NAMES, VERDICTS
from bot.console.navigation import links_of
from bot.console.notices import NOTICES
from bot.region.pack import Region
from bot.reports.dates import clock, full_date, local_date, long_date, month_name, short_date
from bot.reports.personal import masked
from bot.settings import Settings

SOON = timedelta(days=2)
# WhatsApp Help Center, "How to format your messages": one line, no blank inside the asterisks.
BOLD = re.compile(r"(?<![\w*])\*(\S(?:[^*<\n]*[^\s*<])?)\*(?![\w*])")


def make_pages(region: Region, settings: Settings) -> Environment:
    pages = Environment(
        loader=PackageLoader("bot.console"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    zone = region.timezone
    pages.filters.update(
        day=lambda moment: short_date(moment, zone),
        full_day=full_date,
        long_day=lambda moment: long_date(moment, zone),
        moment=lambda moment: f"{short_date(moment, zone)}, {clock(moment, zone, region.timezone_label)}",
        hour=lambda moment: clock(moment, zone, region.timezone_label),
        month_name=month_name,
        iso_day=lambda moment: local_date(moment, zone).isoformat(),
        masked=lambda words: masked(words or ""),
        lines=_lines,
        chat=_chat,
        phone=readable_phone,
        lower_first=lambda words: words[:1].lower() + words[1:],
        agency=lambda code: _agency(region, code),
        agency_name=lambda code: _agency_name(region, code),
        category=region.category_label,
        village=lambda code: region.village_label(code) if code in region.villages else "",
        district=lambda code: region.district_label(code) if code in region.districts else "",
        status=lambda name: STATUS_NAMES.get(name, name),
        role=lambda name: ROLE_NAMES.get(name, name),
        report_class=lambda name: CLASSES.get(name, name),
        promise=lambda name: PROMISES.get(name, name),
        verdict=lambda name: VERDICTS.get(name, name),
        result=lambda name: RESULTS.get(name, name),
        check=lambda name: CHECKS.get(name, name),
        event_title=lambda event: event_title(region, event),
        age=age,
        countdown=countdown,
    )
    pages.globals.update(
        notices=NOTICES,
        links_of=links_of,
        service=f"{region.wording['service']} {region.short_name}",
        map_tiles=settings.map_tiles,
        urgency=urgency,
    )
    return pages


def age(since: datetime, at: datetime) -> str:
    """How long ago, in the largest unit that says something: "3 hari"."""
    seconds = max(0, int((at - since).total_seconds()))
    for size, unit in ((86_400, "hari"), (3600, "jam"), (60, "menit")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return "baru saja"


def countdown(due: datetime, at: datetime) -> str:
    """What is left until a promise, or by how much it is broken: "2 hari lagi", "lewat 5 jam"."""
    if due >= at:
        left = age(at, due)
        return "sebentar lagi" if left == "baru saja" else f"{left} lagi"
    return f"lewat {age(due, at)}"


def urgency(due: datetime | None, at: datetime) -> str:
    """The colour of a promise: `merah` when broken, `kuning` within two days, `hijau` before, `tanpa`."""
    if due is None:
        return "tanpa"
    if due < at:
        return "merah"
    return "kuning" if due - at <= SOON else "hijau"


def _lines(words: str | None) -> Markup:
    return Markup("<br>").join((words or "").splitlines())


def _chat(words: str | None) -> Markup:
    """Words as WhatsApp shows them: with line breaks, and bold between asterisks."""
    escaped = str(_lines(words))
    return Markup(BOLD.sub(r"<strong>\1</strong>", escaped))


def _agency(region: Region, code: str | None) -> str:
    if not code or (code.partition("-")[0] not in region.agencies and code not in region.leaders):
        return code or ""
    return region.agency_label(code)


def _agency_name(region: Region, code: str | None) -> str:
    known = region.agencies.get(code or "")
    return known.name if known else _agency(region, code)
