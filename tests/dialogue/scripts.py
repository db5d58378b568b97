"""Scripted talks without wording of the bot: what citizens do, one citizen a talk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

CELIKAH = {"latitude": -3.3733, "longitude": 104.8224, "name": None, "address": None}
LEMPUING = {"latitude": -3.9037, "longitude": 104.94503, "name": None, "address": None}


@dataclass(frozen=True)
class Deed:
    """Words, a pressed button (by its intent), a number of photos, or a pin.

    `late`: so long after the last one that Rasa's session has expired.
    """

    words: str = ""
    button: str = ""
    photos: int = 0
    pin: dict[str, Any] | None = None
    late: bool = False


def say(words: str, late: bool = False) -> Deed:
    return Deed(words=words, late=late)


def press(intent: str, late: bool = False) -> Deed:
    return Deed(button=intent, late=late)


def photo(count: int = 1) -> Deed:
    return Deed(photos=count)


def pin(place: dict[str, Any]) -> Deed:
    return Deed(pin=place)


TALKS: dict[str, list[Deed]] = {
    "a report with buttons, its status and thanks": [
        say("halo pak"),
        say("jalan rusak parah di desa celikah kayu agung banyak lubang"),
        photo(2),
        pin(CELIKAH),
        press("setuju"),
        say("gimana laporan saya"),
        say("terima kasih pak"),
    ],
    "a report in pieces, corrected in place and category": [
        say("mau lapor pak"),
        say("lampu jalan mati sudah seminggu"),
        say("di desa celikah"),
        press("ubah"),
        say("lokasi Sidakersa"),
        say("bukan lampu, maksudnya got mampet"),
        pin(LEMPUING),
        say("kirim"),
    ],
    "two problems in one message, and a second yes": [
        say("jalan berlubang dan got mampet di desa celikah kayu agung"),
        say("ya benar"),
        press("setuju"),
        say("cek status"),
    ],
    "questions inside the form": [
        say("lampu jalan mati"),
        say("ini bayar dak?"),
        say("cek laporan saya"),
        say("asdf qwer zxcv"),
        say("di desa celikah"),
        say("terima kasih"),
        press("setuju"),
    ],
    "cancelled, taken back and cancelled again": [
        say("sampah menumpuk di pasar, di kelurahan kedaton kayu agung, bau nian"),
        say("dak jadi pak"),
        say("LANJUT"),
        press("batal"),
        say("batal"),
        press("setuju"),
    ],
    "a place of several names, and a wrong number": [
        say("lampu jalan mati di sukaraja"),
        press("pilih_tempat"),
        press("setuju"),
        say("OKI-1111-1111"),
    ],
    "photo and pin before words and after the receipt": [
        photo(),
        pin(CELIKAH),
        say("jembatan kayu mau roboh, warga takut lewat"),
        press("setuju"),
        photo(),
    ],
    "small talk": [
        say("assalamualaikum"),
        say("siapa namamu"),
        say("dasar bot bodoh"),
        say("harga cabe berapa"),
        press("lewati"),
        say("mokasih"),
    ],
    "an emergency in the middle of a report": [
        say("lampu jalan mati"),
        say("tolong pak rumah kebakaran di tugumulyo lempuing dekat pasar!!"),
        pin(LEMPUING),
        say("api la padam pak"),
    ],
    "coming back another day": [
        say("lampu jalan mati sudah seminggu"),
        say("di desa celikah", late=True),
        press("setuju", late=True),
        say("halo", late=True),
    ],
}
