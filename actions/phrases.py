"""Phrases that several answers share: problems, places, attachments."""

from __future__ import annotations

from actions.cues import without_greeting
from actions.turn import Turn
from bot.conversations.bubbles import fit_text
from bot.reports.drafts import DraftContent, DraftProblem
from bot.reports.personal import masked

LONGEST_QUOTE = 300


def attachments_phrase(turn: Turn, content: DraftContent) -> str:
    """For example "2 foto dan titik lokasi"; empty when nothing came along."""
    others = len(content.attachments) - content.photos
    parts = []
    if content.photos:
        parts.append(turn.say("utter_bagian_foto", jumlah=content.photos))
    if others:
        parts.append(turn.say("utter_bagian_berkas", jumlah=others))
    if content.latitude is not None:
        pin = turn.say("utter_bagian_titik")
        parts.append(pin.lower() if parts else pin)
    return joined(turn, parts)


def joined(turn: Turn, parts: list[str]) -> str:
    """ "a", "a dan b", "a, b dan c"."""
    if len(parts) < 2:
        return "".join(parts)
    return turn.say("utter_bagian_dan", satu=", ".join(parts[:-1]), dua=parts[-1])


def known_phrase(turn: Turn, content: DraftContent) -> str:
    """What the first question says it has understood: the problems, and what came along."""
    came = attachments_phrase(turn, content)
    received = turn.say("utter_bagian_sudah_masuk", lampiran=came) if came else ""
    return "\n".join(filter(None, [*problem_lines(turn, content), received]))


def problem_lines(turn: Turn, content: DraftContent) -> list[str]:
    """One entry a problem: its category in bold and the citizen's own words."""
    if len(content.problems) == 1:
        return [_problem(turn, "utter_bagian_satu_masalah", content.problems[0], _told(content))]
    return [
        _problem(turn, "utter_bagian_nomor_masalah", problem, problem.words, nomor=number)
        for number, problem in enumerate(content.problems, start=1)
    ]


def _told(content: DraftContent) -> str:
    return content.problems[0].words if content.corrected else content.description


def place_phrase(turn: Turn, content: DraftContent) -> str:
    """For example "depan SDN 1, Desa Celikah, Kec. Kayu Agung"; empty when no place is known."""
    parts = [masked(", ".join(content.place_words)), _village(turn, content)]
    if content.district_code:
        parts.append(turn.region.district_label(content.district_code))
    if not any(parts) and content.latitude is not None:
        parts.append(turn.say("utter_bagian_titik"))
    return ", ".join(filter(None, parts))


def _problem(turn: Turn, response: str, problem: DraftProblem, words: str, **values: object) -> str:
    category = turn.region.categories[problem.category].name
    return turn.say(
        response,
        kategori=category,
        kata=fit_text(masked(" ".join(without_greeting(words).split())), LONGEST_QUOTE),
        **values,
    )


def _village(turn: Turn, content: DraftContent) -> str:
    if not content.village_code:
        return ""
    label = turn.region.village_label(content.village_code)
    if content.village_confirmed:
        return label
    other = [turn.region.villages[code].name for code in content.candidates[:1]]
    either = turn.say("utter_bagian_atau", satu=label, dua=other[0]) if other else label
    return turn.say("utter_bagian_sekitar", desa=either)
