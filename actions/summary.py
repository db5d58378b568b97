"""The summary: what, where, to whom it goes."""

from __future__ import annotations

from actions.phrases import attachments_phrase, joined, place_phrase, problem_lines
from actions.turn import Turn
from bot.region.entries import Road
from bot.reports.drafts import DraftContent
from bot.reports.filing import NewReport, routing_of
from bot.reports.routing import Routing

OPENINGS = {
    "permintaan_informasi": "utter_bagian_pembuka_pertanyaan",
    "aspirasi": "utter_bagian_pembuka_usulan",
}
CHANGES = {"place": "utter_bagian_diganti_lokasi", "category": "utter_bagian_diganti_kategori"}


def summary_text(turn: Turn, content: DraftContent, new: NewReport) -> str:
    """All of the summary but its buttons."""
    routing = routing_of(turn.region, new)
    body = "\n".join([*problem_lines(turn, content), *_where_and_whom(turn, content, routing)])
    return "\n\n".join(
        filter(
            None,
            [
                _opening(turn, content),
                body,
                *_notes(turn, routing, new),
                _earlier_note(turn, content),
                _invitation(turn, content),
            ],
        )
    )


def reminder_text(turn: Turn, content: DraftContent) -> str:
    """The open summary in one line, after an answer to something else."""
    categories = "; ".join(turn.region.categories[problem.category].name for problem in content.problems)
    about = ", ".join(filter(None, [f"*{categories}*", place_phrase(turn, content)]))
    return turn.say("utter_bagian_masih_menunggu", laporan=about)


def _opening(turn: Turn, content: DraftContent) -> str:
    changed = next((CHANGES[name] for name in ("place", "category") if name in content.changed), None)
    if content.summary_shown and changed:
        return turn.say(changed)
    return turn.say(OPENINGS.get(content.report_class, "utter_bagian_pembuka_laporan"))


def _where_and_whom(turn: Turn, content: DraftContent, routing: Routing) -> list[str]:
    place = place_phrase(turn, content)
    lines = [turn.say("utter_bagian_lokasi", tempat=place)] if place else []
    agencies = agencies_phrase(turn, routing)
    if not agencies:
        return lines
    heads = [turn.region.agency_label(code) for code in routing.copies if "-" in code]
    if heads:
        agencies = turn.say("utter_bagian_tembusan", tujuan=agencies, camat=heads[0])
    return [*lines, turn.say("utter_bagian_tujuan", tujuan=agencies)]


def agencies_phrase(turn: Turn, routing: Routing) -> str:
    codes = dict.fromkeys(assignment.agency for assignment in routing.assignments)
    return joined(turn, [turn.region.agency_label(code) for code in codes])


def _notes(turn: Turn, routing: Routing, new: NewReport) -> list[str]:
    notes = []
    if routing.outside_advice:
        notes.append(turn.say("utter_bagian_luar_pemkab", saran=routing.outside_advice))
    elif routing.secret:
        notes.append(turn.say("utter_bagian_rahasia", dinas=agencies_phrase(turn, routing)))
    road = next((road for road in turn.region.roads if road.id == new.road), None)
    suggestion = next((part for part in routing.assignments if part.suggested_agency), None)
    if road is not None and suggestion is not None:
        notes.append(_road_note(turn, road, turn.region.agency_label(suggestion.agency)))
    return notes + contacts(turn, routing)


def _earlier_note(turn: Turn, content: DraftContent) -> str:
    return turn.say("utter_bagian_laporan_sebelumnya") if content.has_earlier else ""


def _road_note(turn: Turn, road: Road, agency: str) -> str:
    return turn.say("utter_bagian_ruas", ruas=road.name, pemilik=road.owner, dinas=agency)


def contacts(turn: Turn, routing: Routing) -> list[str]:
    """The own number of a company or body outside the regency, which answers faster than we can."""
    owners = {assignment.agency for assignment in routing.assignments}
    direct = [number for number in turn.region.outside_numbers.values() if number.agency in owners]
    return [turn.say("utter_bagian_langsung", kontak=f"{number.name} {number.number}") for number in direct]


def _invitation(turn: Turn, content: DraftContent) -> str:
    came = attachments_phrase(turn, content)
    if came:
        return (
            f"{turn.say('utter_bagian_sudah_masuk', lampiran=came)} {turn.say('utter_bagian_ajakan_kirim')}"
        )
    is_question = content.report_class == "permintaan_informasi"
    return turn.say("utter_bagian_ajakan_kirim" if is_question else "utter_bagian_ajakan_lengkapi")
