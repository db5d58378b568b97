"""When a draft knows enough to be sent."""

from __future__ import annotations

from actions.placing import has_place
from bot.region.pack import Region
from bot.region.signals import read_signals
from bot.reports.drafts import DraftContent

MOST_QUESTIONS = 2


def is_place_settled(content: DraftContent, region: Region) -> bool:
    """Known well enough to send: a sub-district, or words after we have asked twice, or no place needed."""
    if not is_place_needed(content, region):
        return True
    if content.candidates and not content.village_code and content.place_asked < MOST_QUESTIONS:
        return False
    return has_place(content) or (content.place_asked >= MOST_QUESTIONS and bool(content.place_words))


def is_place_needed(content: DraftContent, region: Region) -> bool:
    if content.report_class == "permintaan_informasi" or read_signals(region, content.description).accused:
        return False
    return any(region.categories[problem.category].place_needed for problem in content.problems)


def is_complete(content: DraftContent, region: Region) -> bool:
    return bool(content.words and content.problems and content.category_sure) and is_place_settled(
        content, region
    )
