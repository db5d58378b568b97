"""Puts problems into a draft: told, added, corrected."""

from __future__ import annotations

from actions.message import Message
from bot.region.pack import Region
from bot.region.signals import read_signals
from bot.reports.drafts import DraftContent, DraftProblem

# Below this the citizen is asked: on foreign complaints the guesses above are right in 83 of 100, those below
# in 40, and the right one is among the three offered in 94.
SURE_SHARE = 0.4
# So many words beside the names of places are a report, whatever the classifier makes of them.
FEWEST_TOLD = 2


def add_problems(content: DraftContent, message: Message, region: Region) -> bool:
    """Add what the message reports; more words on a known problem only lengthen the description."""
    ranked = message.categories(region)
    is_report = message.intent in region.categories or message.intent == "minta_informasi"
    if not is_report or not ranked:
        return False
    if message.text not in content.words:
        content.words.append(message.text)
    content.report_class = _class_of(content, message, region)
    served = _served_by_named_agency(message, region)
    named = message.problems(region) or [DraftProblem(served or ranked[0][0], message.text, ranked[0][1])]
    if not content.problems:
        content.problems = named
        accuses = read_signals(region, message.text).accused
        content.category_sure = len(named) > 1 or served is not None or accuses or _is_sure(ranked)
        content.category_choices = [name for name, _ in ranked[:3]]
    elif len(message.text.split()) > FEWEST_TOLD:
        known = {problem.category for problem in content.problems}
        content.problems += [
            problem for problem in named if problem.category not in known and _is_sure(ranked)
        ]
    content.changed.append("description")
    return True


def add_unsure(content: DraftContent, message: Message, region: Region) -> bool:
    """Keep words that tell something of which the category is to be asked."""
    ranked = message.categories(region)
    content.words.append(message.text)
    content.problems = content.problems or [
        DraftProblem(ranked[0][0] if ranked else "lainnya", message.text, 0.0)
    ]
    content.category_choices = [name for name, _ in ranked[:3]]
    content.changed.append("description")
    return True


def _is_sure(ranked: list[tuple[str, float]]) -> bool:
    """Whether the likeliest category may be taken without asking."""
    return ranked[0][1] >= SURE_SHARE


def _served_by_named_agency(message: Message, region: Region) -> str | None:
    """The likeliest category of the agency the citizen names: "pelayanan capil lambat" is about documents."""
    agency = read_signals(region, message.text).named_agency
    likely = [name for name, _ in message.categories(region)]
    return next((name for name in likely if agency and region.categories[name].agency == agency), None)


def correct_category(content: DraftContent, message: Message, region: Region) -> bool:
    ranked = message.categories(region)
    if message.intent not in (*region.categories, "ubah") or not ranked or not _is_sure(ranked):
        return False
    if message.intent == "ubah" and message.places():
        return False
    named = [problem.category for problem in message.problems(region)] or [ranked[0][0]]
    meant = [name for name in named if not _denied(name, message, region)]
    content.words.append(message.text)
    content.changed.append("category" if meant else "description")
    if meant:
        content.problems = [DraftProblem(meant[0], message.text)]
        content.category_sure = content.corrected = True
    return True


def _denied(category: str, message: Message, region: Region) -> bool:
    """Whether the problem stands in a clause that says it is not this: "bukan jalan, ini got"."""
    return any(
        problem.category == category and problem.words.lower().startswith("bukan")
        for problem in message.problems(region)
    )


def _class_of(content: DraftContent, message: Message, region: Region) -> str:
    if message.intent == "minta_informasi" and not content.problems:
        return "permintaan_informasi"
    return read_signals(region, content.description).report_class
