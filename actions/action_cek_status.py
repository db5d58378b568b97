"""Tells how a report stands: by its number, or the citizen's own list."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.message import Message
from actions.turn import Turn
from actions.turn_action import Events, TurnAction
from bot.reports.dates import long_date
from bot.reports.status import AssignmentLine, OwnerView, Place, PublicView, own_reports, status_for
from bot.reports.tickets import find_ticket, new_ticket


class ActionCekStatus(TurnAction):
    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        pressed = message.value("ticket")
        reading = find_ticket(turn.region.ticket_prefix, str(pressed or message.text))
        if reading.kind == "mistyped":
            example = new_ticket(turn.region.ticket_prefix)
            dispatcher.utter_message(
                response="utter_status_salah_ketik", tiket=reading.written, contoh=example
            )
        elif reading.ticket is not None:
            _tell_one(turn, reading.ticket, dispatcher)
        else:
            _tell_own(turn, dispatcher)
        return []


def _tell_one(turn: Turn, ticket: str, dispatcher: CollectingDispatcher) -> None:
    view = status_for(turn.session, turn.region, ticket, turn.citizen_id, turn.at)
    if view is None:
        dispatcher.utter_message(response="utter_status_tidak_ditemukan", tiket=ticket)
    elif isinstance(view, PublicView):
        where = view.district or turn.region.name
        dispatcher.utter_message(
            response="utter_status_umum",
            tiket=ticket,
            status=_label(turn, view.status),
            kategori=view.category_name,
            tempat=where,
        )
    else:
        dispatcher.utter_message(response="utter_status_lengkap", **_full(turn, view))


def _tell_own(turn: Turn, dispatcher: CollectingDispatcher) -> None:
    views = own_reports(turn.session, turn.region, turn.citizen_id, turn.at)
    if not views:
        dispatcher.utter_message(response="utter_status_kosong")
    elif len(views) == 1:
        dispatcher.utter_message(response="utter_status_lengkap", **_full(turn, views[0]))
    else:
        listed = "\n".join(_line(turn, view) for view in views)
        dispatcher.utter_message(response="utter_status_milik_sendiri", daftar=listed)


def _full(turn: Turn, view: OwnerView) -> dict[str, str]:
    parts = [_assignment(turn, line) for line in view.lines] or ["; ".join(view.category_names)]
    if view.photos:
        parts.append(
            turn.say("utter_bagian_tersimpan", lampiran=turn.say("utter_bagian_foto", jumlah=view.photos))
        )
    return {
        "tiket": view.ticket,
        "status": _label(turn, view.status),
        "tempat": _place(turn, view.place),
        "tanggal": long_date(view.filed_at, turn.region.timezone),
        "bagian": "\n\n".join(parts),
    }


def _assignment(turn: Turn, line: AssignmentLine) -> str:
    lines = [
        turn.say(
            "utter_bagian_status_tugas",
            kategori=line.category_name,
            dinas=line.agency,
            status=_label(turn, line.status),
        )
    ]
    if line.answer:
        day = long_date(line.answer.at, turn.region.timezone)
        lines.append(turn.say("utter_bagian_jawaban_terakhir", tanggal=day, jawaban=line.answer.text))
    if line.due_at:
        promise = "utter_bagian_sasaran_selesai" if line.is_answered else "utter_bagian_menunggu_jawaban"
        lines.append(turn.say(promise, tanggal=long_date(line.due_at, turn.region.timezone)))
    return "\n".join(lines)


def _line(turn: Turn, view: OwnerView) -> str:
    return turn.say(
        "utter_bagian_status_baris",
        tiket=view.ticket,
        kategori="; ".join(view.category_names),
        tempat=_place(turn, view.place),
        status=_label(turn, view.status),
    )


def _place(turn: Turn, place: Place) -> str:
    village = place.village
    if village and not place.village_confirmed:
        village = turn.say("utter_bagian_sekitar", desa=village)
    parts = [part for part in (place.words, village, place.district) if part]
    return ", ".join(parts) or turn.say(
        "utter_bagian_titik" if place.has_pin else "utter_bagian_tanpa_lokasi"
    )


def _label(turn: Turn, status: str) -> str:
    return turn.say(f"utter_status_{status}")
