from __future__ import annotations

import pytest

from bot.region.pack import Region

# category, words, road owner, kind of rule, agency
FITTING = [
    ("jalan_jembatan", "gang kami becek", None, "exception", "PERKIM"),
    ("jalan_jembatan", "jalan lingkungan di rt 3 rusak", None, "exception", "PERKIM"),
    ("jalan_jembatan", "Jalan setapak, licin", None, "exception", "PERKIM"),
    ("jalan_jembatan", "jalan berlubang", "provinsi", "suggested", "PUBMTR"),
    ("jalan_jembatan", "jalan berlubang", "nasional", "suggested", "BBPJN"),
    ("jalan_jembatan", "jalan berlubang", "tol", "suggested", "TOL"),
    ("drainase_banjir", "got perumahan mampet", None, "exception", "PERKIM"),
    ("drainase_banjir", "Sungai Komering meluap", None, "suggested", "BBWS"),
    ("drainase_banjir", "banjir besar, banyak rumah terendam", None, "copy", "BPBD"),
    ("air_bersih", "minta sumur bor", None, "exception", "PUPR"),
    ("air_bersih", "desa kami belum ada pdam", None, "exception", "PUPR"),
    ("kesehatan", "pelayanan rsud lama", None, "exception", "RSUD"),
    ("kesehatan", "kis saya nonaktif", None, "exception", "BPJS"),
    ("kesehatan", "posyandu untuk stunting", None, "exception", "DPPKB"),
    ("pendidikan", "atap sma 1 bocor", None, "suggested", "DISDIKPROV"),
    ("pendidikan", "SMKN 2 kekurangan guru", None, "suggested", "DISDIKPROV"),
    ("pendidikan", "madrasah roboh", None, "suggested", "KEMENAG"),
    ("bantuan_sosial", "mohon bedah rumah", None, "exception", "PERKIM"),
    ("pelayanan_pungli", "urus izin usaha lama", None, "exception", "DPMPTSP"),
    ("pelayanan_pungli", "perangkat desa jarang di kantor", None, "exception", "DPMD"),
    ("ketertiban", "narkoba marak", None, "exception", "POLRES"),
    ("bencana_karhutla", "kebakaran rumah", None, "exception", "SATPOLPP"),
    ("pertanian_perikanan", "nelayan butuh jaring", None, "exception", "DKP"),
    ("lainnya", "lpg 3 kg langka", None, "exception", "DISDAG"),
    ("lainnya", "info lowongan kerja", None, "exception", "DISNAKERTRANS"),
    ("lainnya", "bayar pbb di mana", None, "exception", "BAPENDA"),
    ("lainnya", "seleksi pppk", None, "exception", "BKPSDM"),
    ("lainnya", "sertifikat tanah belum jadi", None, "suggested", "BPN"),
]

QUIET = [
    ("jalan_jembatan", "jalan berlubang di depan sdn 1", "kabupaten"),
    ("jalan_jembatan", "jembatan roboh", None),
    ("drainase_banjir", "got mampet, tiap hujan banjir", None),
    ("pendidikan", "guru sd kurang", None),
    ("kesehatan", "obat di puskesmas habis", None),
    ("air_bersih", "ledeng mati tiga hari", None),
    ("bencana_karhutla", "lahan terbakar di rawa", None),
]


@pytest.mark.parametrize(("category", "text", "owner", "kind", "agency"), FITTING)
def test_words_and_owner_find_their_rule(
    oki: Region, category: str, text: str, owner: str | None, kind: str, agency: str
) -> None:
    fitting = [(rule.kind, rule.agency) for rule in oki.rules_for(category) if rule.fits(text, owner)]
    assert (kind, agency) in fitting


@pytest.mark.parametrize(("category", "text", "owner"), QUIET)
def test_ordinary_words_leave_the_default_alone(
    oki: Region, category: str, text: str, owner: str | None
) -> None:
    assert [rule.kind for rule in oki.rules_for(category) if rule.fits(text, owner)] == ["default"]
