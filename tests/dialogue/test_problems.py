"""One problem or two, on the model of the present data."""

from __future__ import annotations

import pytest

from bot.dialogue.engine import Engine
from bot.dialogue.nlu.problems import mask_places


def problems(engine: Engine, text: str) -> list[tuple[str, str]]:
    found = [entity for entity in engine.parse(text)["entities"] if entity["entity"] == "problem"]
    return [(entity["value"], text[entity["start"] : entity["end"]]) for entity in found]


def test_a_place_says_where_and_a_leading_landmark_may_be_the_problem_itself() -> None:
    school = {"entity": "landmark", "start": 6, "end": 11}
    assert mask_places("depan SDN 1 rusak", [school]) == "depan       rusak"
    assert (
        mask_places("SDN 1 atapnya bocor", [{"entity": "landmark", "start": 0, "end": 5}])
        == "SDN 1 atapnya bocor"
    )
    road = {"entity": "road", "start": 0, "end": 10}
    assert mask_places("Jl Merdeka berlubang", [road]) == "jalan      berlubang"


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("jalan berlubang dan got mampet", ["jalan_jembatan", "drainase_banjir"]),
        ("lampu jalan mati, sampah numpuk di pinggir jalan", ["penerangan_jalan", "sampah_kebersihan"]),
        ("banyak lubang, gotnya mampet, tiap hujan banjir", ["jalan_jembatan", "drainase_banjir"]),
        (
            "Aspal jalan poros kami sudah hancur. Selain itu air PDAM tidak mengalir sejak hari Minggu.",
            ["jalan_jembatan", "air_bersih"],
        ),
        (
            "Sampah di belakang pasar tidak pernah diangkut, selain itu lampu jalannya padam semua.",
            ["sampah_kebersihan", "penerangan_jalan"],
        ),
        (
            "puskesmas pembantu tutup terus, selain itu jembatan ke sana papannya lepas",
            ["kesehatan", "jalan_jembatan"],
        ),
        (
            (
                "Bantuan beras untuk janda tua belum turun. Selain itu pembuatan KTP anak saya sudah empat "
                "bulan tidak selesai."
            ),
            ["bantuan_sosial", "adminduk"],
        ),
        ("jalan dusun bolong2 trus lampu jalan mati galo", ["jalan_jembatan", "penerangan_jalan"]),
        (
            "siring depan ruko buntu trus tumpukan sampah dak diangkut truk",
            ["drainase_banjir", "sampah_kebersihan"],
        ),
        ("listrik byar pet tiap magrib trus banyu ledeng dak ngalir", ["listrik", "air_bersih"]),
        ("guru SD jarang masuk terus bidan desa juga tidak pernah di tempat", ["pendidikan", "kesehatan"]),
        ("aek ledeng keruh samo jeramba kayu la patah", ["air_bersih", "jalan_jembatan"]),
        ("lampu jalan dak nyalo samo siring mampet depan rumah", ["penerangan_jalan", "drainase_banjir"]),
        ("rapahan numpuk di simpang samo jalan ke kebon ancur nian", ["sampah_kebersihan", "jalan_jembatan"]),
        ("dokter puskesmas katek samo pitih PKH belum cair", ["kesehatan", "bantuan_sosial"]),
        ("jeramba bucuk, got jugo mampet", ["jalan_jembatan", "drainase_banjir"]),
        ("lampu jalan padam, sampah jugo la seminggu dak diambek", ["penerangan_jalan", "sampah_kebersihan"]),
        ("atap kelas bocor, banyu pam jugo mati", ["pendidikan", "air_bersih"]),
        ("tiang listrik nak roboh, jalan jugo banyak lubang", ["listrik", "jalan_jembatan"]),
        (
            (
                "Pohon besar hampir tumbang menimpa rumah dan tumpukan sampah di seberangnya tidak pernah "
                "diangkut."
            ),
            ["pohon_taman", "sampah_kebersihan"],
        ),
        ("air pdam mati dan lampu jalan padam", ["air_bersih", "penerangan_jalan"]),
        ("jembatan gantung putus talinya dan sekolah kekurangan guru", ["jalan_jembatan", "pendidikan"]),
        ("pungli di kantor lurah dan obat di puskesmas kosong", ["pelayanan_pungli", "kesehatan"]),
        ("balap liar tiap malam minggu dan lampu jalan tidak menyala", ["ketertiban", "penerangan_jalan"]),
        (
            "limbah pabrik karet mencemari sungai dan asap kebakaran lahan makin tebal",
            ["lingkungan_pencemaran", "bencana_karhutla"],
        ),
        ("lampu jalan mati, got mampet", ["penerangan_jalan", "drainase_banjir"]),
        ("sampah menggunung, jalan berlubang", ["sampah_kebersihan", "jalan_jembatan"]),
        ("air keran mati, listrik sering padam", ["air_bersih", "listrik"]),
        ("jembatan lapuk, dokter puskesmas tidak pernah ada", ["jalan_jembatan", "kesehatan"]),
        (
            "Jalan menuju dermaga berlubang. Listrik di rumah kami padam setiap malam.",
            ["jalan_jembatan", "listrik"],
        ),
        (
            (
                "Selamat siang Bapak Bupati, kami warga dusun dua ingin menyampaikan bahwa jembatan "
                "penghubung sudah lapuk dan beberapa papannya hilang. Selain itu, penerangan jalan di "
                "sepanjang tepi sungai sudah tiga bulan tidak menyala. Terima kasih."
            ),
            ["jalan_jembatan", "penerangan_jalan"],
        ),
        (
            (
                "Pak, saya sudah dua kali datang ke kantor dukcapil untuk kartu keluarga tapi blangkonya "
                "selalu habis. Satu lagi pak, sampah di pasar pagi tidak pernah diangkut sampai baunya ke "
                "mana-mana."
            ),
            ["adminduk", "sampah_kebersihan"],
        ),
        (
            (
                "Min mau lapor, air PDAM di blok C sudah lima hari tidak mengalir. Oh iya sekalian, tiang "
                "listrik di ujung gang sudah miring dan kabelnya menjuntai."
            ),
            ["air_bersih", "listrik"],
        ),
        ("banyu PDAM ora mili wis seminggu trus got ngarep omah mampet", ["air_bersih", "drainase_banjir"]),
        ("ranglayo rosak galo, selain itu wai ledeng mawat ngalir", ["jalan_jembatan", "air_bersih"]),
        (
            "kapal penyeberangan dak jalan lagi, samo pupuk subsidi hilang di kios",
            ["perhubungan", "pertanian_perikanan"],
        ),
        (
            "kabel PLN putus ketimpo pohon, trus bantuan beras jugo dak sampai ke kami",
            ["listrik", "bantuan_sosial"],
        ),
        ("lampu merah simpang mati + jalan berlubang", ["perhubungan", "jalan_jembatan"]),
    ],
)
def test_two_problems_in_one_message_are_both_found(engine: Engine, text: str, categories: list[str]) -> None:
    assert [category for category, _ in problems(engine, text)] == categories


@pytest.mark.parametrize(
    "text",
    [
        "jalan rusak, anak sekolah susah lewat",
        "lampu jalan mati, gelap nian, rawan kecelakaan",
        "jalan berlubang parah, sudah banyak yang jatuh",
        "got mampet, banyu naek ke rumah, tolong dibersihkan",
        "jalan poros ancur, mobil pengantin pun nyangkut",
        "Jembatan kayu kami patah, anak-anak terpaksa menyeberang sungai dengan rakit.",
        "Aspal bergelombang dan berlubang sehingga ambulans terlambat sampai ke rumah sakit",
        "jalan becek parah, getah karet dak pacak dijual ke pasar",
        "lubang di tikungan makin besak, kemaren ado ibu hamil jatuh dari motor",
        "air PDAM mati, kami terpaksa mandi di sungai",
        "banyu ledeng dak ngalir, la seminggu kami beli aek galon",
        "Air sumur bor keruh dan berbau, kulit anak saya gatal-gatal",
        "PDAM mati tiga hari, mau masak dan cuci piring susah",
        "lampu jalan padam dari bulan puasa, ibu-ibu takut pulang pengajian",
        "PJU depan masjid mati, jamaah subuh meraba-raba jalan",
        "lampu jalan dak nyalo, kemaren ado motor ditabrak karno gelap",
        "Sudah tiga kali saya lapor ke RT soal lampu jalan yang padam, jawabannya nanti terus",
        "Tumpukan sampah di depan puskesmas sudah tinggi, banyak lalat dan belatung",
        "sampah pasar numpuk trus bau busuk nian, tolong pak diangkut",
        "got mampet trus aeknyo naek ke dapur tiap ujan",
        "Setiap hujan deras gang kami banjir, sekolah sampai diliburkan",
        "banjir masuk rumah sampai lutut, kasur dan beras kami basah semua",
        "listrik padam dari pagi, ikan di kulkas busuk galo",
        "tegangan listrik turun naik, kulkas dan tv saya rusak",
        "dokter dak pernah masuk, wong sakit disuruh balek",
        "Puskesmas menolak ibu saya karena kartu BPJS tidak aktif, padahal beliau sudah lemas",
        "guru cuma dua orang, murid kelas enam belajar sendiri dan sering pulang cepat",
        "atap sekolah bocor, kalau hujan murid belajar sambil pegang payung",
        "KTP saya belum jadi, sudah tiga kali bolak balik naik perahu ke kabupaten",
        "akta lahir anak belum keluar, jadi dak pacak daftar sekolah",
        "Nama ibu saya hilang dari daftar PKH, beliau janda dan tinggal sendirian di rumah panggung",
        "bantuan beras dipotong 3 kilo tiap keluarga, katanya untuk ongkos angkut",
        "asap kebakaran lahan tebal, anak-anak batuk dan sesak napas",
        "lahan terbakar dekat kebon, apinyo makin besak, tolong kirim pemadam",
        "orgen tunggal sampai jam 2 malam, bayi kami dak pacak tidur",
        "pohon beringin nak tumbang, kalau angin kencang kami takut tidur di rumah",
        "truk batubara lewat kampung siang malam, debunya masuk rumah dan jemuran kotor",
        "pupuk subsidi langka, padi kami kuning dan terancam gagal panen",
        "limbah pabrik sawit dibuang ke sungai, ikan mati dan kami tidak bisa mandi",
        "petugas loket minta uang rokok, katanya biar cepat selesai",
        "dalan rusak wis suwe, yen udan koyo kubangan kebo",
        "amon ujan siring meluap, uhang dusun dak pacak liwat",
        (
            "lampu jalan mati sejak bulan lalu, sudah kami laporkan ke kades dan sampai sekarang belum "
            "ada yang datang"
        ),
        (
            "saya guru honorer di Tulung Selapan, tiap hari lewat jembatan yang papannya sudah banyak "
            "lepas, tolong diperbaiki"
        ),
    ],
)
def test_what_a_problem_leads_to_is_no_second_problem(engine: Engine, text: str) -> None:
    assert len(problems(engine, text)) == 1


def test_neighbouring_clauses_of_one_problem_are_quoted_together(engine: Engine) -> None:
    (_, drain) = problems(engine, "banyak lubang, gotnya mampet, tiap hujan banjir")
    assert drain[1] == "gotnya mampet, tiap hujan banjir"
