"""What is left of a message for the classifier, with the dictionary of the town."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.nlu.normaliser import Normaliser, is_frame, read_words, without_frame

DICTIONARY = Path(__file__).parents[2] / "data" / "kamus" / "baku.csv"
LONGEST_MESSAGE = 2000


@pytest.fixture(scope="module")
def normalise() -> Normaliser:
    return Normaliser(read_words(DICTIONARY))


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("Assalamualaikum wr wb, mohon maaf pak bupati, jembatan gantung putus", "jembatan gantung putus"),
        ("Ass.wr.wb. Yth. Bapak Bupati, sumur bor desa kami kering", "sumur bor desa kami kering"),
        ("assalamu'alaikum pak, genteng pasar bocor", "genteng pasar bocor"),
        ("Bismillahirrahmanirrahim, pak bupati, rakit penyeberangan bocor", "rakit penyeberangan bocor"),
        ("Selamat pagi pak, tiang telepon miring", "tiang telepon miring"),
        ("selamat siang bu camat, posyandu tutup terus", "posyandu tutup terus"),
        ("Halo admin, akta lahir belum jadi", "akta lahir belum jadi"),
        ("hallo min! pagar sekolah roboh", "pagar sekolah roboh"),
        ("Permisi kak, mau lapor dahan patah", "mau lapor dahan patah"),
        ("Punten min, pompa desa rusak", "pompa desa rusak"),
        ("Malam pak, asap kebun masuk rumah", "asap kebun masuk rumah"),
        ("Yth. Bapak Bupati: irigasi jebol", "irigasi jebol"),
        ("Kepada yang terhormat Bapak Wakil Bupati, dermaga lapuk", "dermaga lapuk"),
        ("maaf sebelumnya min, bidan desa pindah", "bidan desa pindah"),
    ],
)
def test_a_greeting_is_taken_off(text: str, matter: str) -> None:
    assert without_frame(text) == matter


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("tanggul sawah jebol, mohon segera ditindaklanjuti, terima kasih", "tanggul sawah jebol"),
        ("kabel menjuntai rendah, tolong dibantu ya pak 🙏🙏", "kabel menjuntai rendah"),
        ("bak sampah penuh, makasih banyak min", "bak sampah penuh"),
        ("lampu taman padam. Trims sebelumnya", "lampu taman padam"),
        ("guru honorer belum digaji, wassalam", "guru honorer belum digaji"),
        ("loket tutup jam 10, mohon bantuannya pak", "loket tutup jam 10"),
        ("selokan buntu. Atas perhatian dan kerja samanya terima kasih", "selokan buntu"),
        ("ternak mati mendadak, mohon tindak lanjutnya", "ternak mati mendadak"),
        ("rambu tikungan hilang, ditunggu responnya min", "rambu tikungan hilang"),
        ("banyu pam butek, matur nuwun pak", "banyu pam butek"),
        ("pintu air macet. Terimakasih pak. Wassalamualaikum wr wb", "pintu air macet"),
        ("Pagi bu, plafon kelas ambruk, mohon bantuan, tks", "plafon kelas ambruk"),
    ],
)
def test_thanks_and_a_plea_at_the_end_are_taken_off(text: str, matter: str) -> None:
    assert without_frame(text) == matter


@pytest.mark.parametrize(
    "text",
    [
        "kami sekeluarga belum pernah dapat bantuan",
        "korban kebakaran tidak ada yang kasih bantuan",
        "lampu pasar mati tiap malam hari",
        "kantor camat tutup sejak pagi",
        "warga ucapkan terima kasih tapi airnya masih keruh",
        "petugas minta uang terima kasih ke janda tua",
        "perahu tenggelam semalam di muara",
        "anak saya ditolak masuk rumah sakit ibu dan anak",
        "parit depan rumah bapak kades buntu",
        "makasih bukan jawaban, jembatannya tetap putus",
    ],
)
def test_nothing_of_the_matter_is_taken_off(text: str) -> None:
    assert without_frame(text) == text


@pytest.mark.parametrize("text", ["belum dapat bantuan pak", "pagi pak, belum dapat bantuan, makasih"])
def test_aid_that_never_came_is_no_thanks_for_aid(text: str) -> None:
    assert without_frame(text) == "belum dapat bantuan"


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("jln dpn skolah rsk", "jalan depan sekolah rusak"),
        ("tdk ada dktr di pkm", "tidak ada dokter di puskesmas"),
        ("blm dpt obt sdh 3 bln", "belum dapat obat sudah 3 bulan"),
        ("krn hjan jmbtn hanyut", "karena hujan jembatan hanyut"),
        ("knp lstrik sring padam mlm hari", "kenapa listrik sring padam malam hari"),
        ("gak ada air udah seminggu", "tidak ada air sudah seminggu"),
        ("krtu sehat gbs dipakai di rumkit", "kartu sehat tidak bisa dipakai di rumah sakit"),
        ("lmpu jln dkt prtigaan glap bgt", "lampu jalan dekat pertigaan gelap sangat"),
        ("smpah numpuk dkt psr", "sampah menumpuk dekat psr"),
        ("ptgas mnta byr utk urus ktp", "petugas minta bayar untuk urus ktp"),
        ("klo ujan jln kyk kolam", "kalau hujan jalan seperti kolam"),
        ("gw lewat sini tiap hr kena debu truck", "saya lewat sini setiap hr kena debu truk"),
        ("org tua sy blm terdaftar", "orang tua saya belum terdaftar"),
        ("Jl. poros ds kami bolong-bolong", "jalan poros desa kami berlubang"),
        ("mati lampu dari subuh", "listrik padam dari subuh"),
        ("mati lampu jalan dari subuh", "lampu jalan mati dari subuh"),
    ],
)
def test_abbreviations_and_slang_become_standard(normalise: Normaliser, text: str, standard: str) -> None:
    assert normalise(text) == standard


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("tolooong jalan ancuuurrr", "tolong jalan rusak"),
        ("banjiiiir lagiiii masuk dapur", "banjir lagi masuk dapur"),
        ("lamaaaa nian nunggunya", "lama sangat nunggunya"),
        ("hancur bangeeeettt aspalnya", "hancur sangat aspalnya"),
        ("saat maaf sawah ladang", "saat maaf sawah ladang"),
    ],
)
def test_drawn_out_letters_are_one_and_double_ones_stay(
    normalise: Normaliser, text: str, standard: str
) -> None:
    assert normalise(text) == standard


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("jalan2 dusun rusak", "jalan jalan desa rusak"),
        ("lubang2nya dalam", "lubang lubangnya dalam"),
        ("anak2 jatuh di titian", "anak anak jatuh di jembatan"),
        ("sayur2an layu kena asap", "sayur sayuran layu kena asap"),
        ("truck2 sawit ngebut", "truk truk sawit ngebut"),
        ("smp2 dan rt2 kebanjiran", "smp smp dan rt2 banjir"),
    ],
)
def test_a_word_with_2_is_said_twice(normalise: Normaliser, text: str, standard: str) -> None:
    assert normalise(text) == standard


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        # Palembang Malay
        ("aek ledeng dak ngalir", "air pdam tidak ngalir"),
        ("jeramba bucuk galo papannyo", "jembatan rusak semua papannyo"),
        ("budak sekolah dak pacak liwat", "anak sekolah tidak bisa lewat"),
        ("siring mampet jugo pas ujan", "got tersumbat juga pas hujan"),
        ("lobangnyo besak nian", "lubang besar sangat"),
        ("cakmano nak berobat pitih katek", "bagaimana mau berobat uang tidak ada"),
        # Ogan
        ("kami dide dapat pitih lamban", "kami tidak dapat uang rumah"),
        ("amen ujan banjer ugo", "kalau hujan banjir juga"),
        ("uhang dusun nunggu wai", "orang desa nunggu air"),
        # Komering
        ("ranglayo rosak mawat dibaeki", "jalan rusak tidak diperbaiki"),
        ("jolma mawat dapok liwat amon ujan", "orang tidak dapok lewat kalau hujan"),
        # Javanese
        ("dalan rusak yen udan", "jalan rusak kalau hujan"),
        ("wis suwe banyu ora mili", "sudah lama air tidak mili"),
        ("bengi peteng tenan kudu nggowo senter", "malam gelap sangat harus nggowo senter"),
        ("omah kebakar saiki durung ono bantuan", "rumah terbakar sekarang belum ono bantuan"),
        ("bocah cilik kabeh melu ngungsi", "anak kecil semua ikut ngungsi"),
    ],
)
def test_local_words_become_standard(normalise: Normaliser, text: str, standard: str) -> None:
    assert normalise(text) == standard


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("sampah🗑numpuk😡😡", "sampah 🗑 menumpuk 😡 😡"),
        ("😭banjir sampe lutut", "😭 banjir sampai lutut"),
        ("tiang listrik⚡miring", "tiang listrik ⚡ miring"),
        ("sungai hitam🐟🐟mati", "sungai hitam 🐟 🐟 mati"),
    ],
)
def test_emoji_are_words_of_their_own(normalise: Normaliser, text: str, standard: str) -> None:
    assert normalise(text) == standard


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("nik 1602051203850001 belum aktif", "nik belum aktif"),
        ("nik 1602 0512 0385 0001 belum aktif", "nik belum aktif"),
        ("token ditolak, id meter 14023456789", "token ditolak id meter"),
        ("hubungi 081234567890 tiang roboh", "hubungi tiang roboh"),
        ("hubungi 081112223334 tiang roboh", "hubungi tiang roboh"),
        ("hubungi 0812-3456-7890 tiang roboh", "hubungi tiang roboh"),
        ("hubungi 0813 7777 123 tiang roboh", "hubungi tiang roboh"),
        ("hubungi +62 812-3456-7890 tiang roboh", "hubungi tiang roboh"),
        ("kartu keluarga 1602050000000002 hilang", "kartu keluarga hilang"),
    ],
)
def test_long_numbers_are_dropped(normalise: Normaliser, text: str, standard: str) -> None:
    assert normalise(text) == standard


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("RT 05 RW 02 nomor 17", "rt 05 rw 02 nomor 17"),
        ("rusak sejak 2024", "rusak sejak 2024"),
        ("baru 1000 meter diaspal", "baru 1000 meter diaspal"),
    ],
)
def test_short_numbers_stay(normalise: Normaliser, text: str, standard: str) -> None:
    assert normalise(text) == standard


@pytest.mark.parametrize(
    "text",
    [
        *("assalamualaikum", "Selamat pagi pak bupati", "halo min", "permisi", "Ass. wr. wb."),
        *("terima kasih", "makasih banyak pak 🙏", "matur nuwun", "wassalam", "tks min"),
        *("mohon bantuannya pak", "terima kasih atas perhatiannya"),
    ],
)
def test_words_that_only_greet_or_thank_are_a_frame_and_stay(normalise: Normaliser, text: str) -> None:
    assert is_frame(text)
    assert normalise(text)


@pytest.mark.parametrize(
    "text",
    [
        "selamat pagi pak, kanal meluap",
        "bantuan",
        "belum dapat bantuan",
        "makasih min, sumurnya masih kering",
        "tanah longsor terima kasih",
        "pagi-pagi sudah macet",
    ],
)
def test_words_with_a_matter_are_no_frame(text: str) -> None:
    assert not is_frame(text)


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("", ""),
        (" \n\t ", ""),
        ("!!!???...,,,", ""),
        ("🙏", "🙏"),
        ("😡😡 😭", "😡 😡 😭"),
        ("👍🏽", "👍 🏽"),
        ("a", "a"),
        ("12345678", ""),
        ("JEMBATAN PUTUS PAK!!!", "jembatan putus"),
        ("SELAMAT PAGI, AEK MATI", "air mati"),
        ("pompa\n\nrusak\r\n\tparah", "pompa rusak parah"),
        ("kanal#meluap@@lagi***", "kanal meluap lagi"),
    ],
)
def test_ragged_input_is_no_error(normalise: Normaliser, text: str, standard: str) -> None:
    assert normalise(text) == standard


@pytest.mark.parametrize(
    "unit", ["jalan rusak ", "pak ", "🙏", ", ", "a", "mohon bantuan bapak ", "terima kasih, ", "0", "wr wb "]
)
@pytest.mark.parametrize("end", ["lewat", "1x"])
def test_the_longest_message_is_read_to_its_end(normalise: Normaliser, unit: str, end: str) -> None:
    # A pattern that tries every way to share the blanks would never come to the end.
    text = (unit * LONGEST_MESSAGE)[: LONGEST_MESSAGE - len(end)] + end
    assert normalise(text).endswith(end)
    assert not is_frame(text) and not is_frame(text[-120:])


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("yg,yang\nyg,yang\n", 3),
        ("yg,yang\ndpn,\n", 3),
        ("yg,yang\n,depan\n", 3),
        ("Yg,yang\n", 2),
        ("yg,yang\ndpn,depan\nblkg\n", 4),
    ],
)
def test_a_bad_row_is_named_with_file_and_line(tmp_path: Path, rows: str, line: int) -> None:
    file = tmp_path / "kamus.csv"
    file.write_text(f"form,standard\n{rows}", encoding="utf-8")
    with pytest.raises(ValueError) as error:
        read_words(file)
    assert str(error.value).startswith(f"{file}:{line}: ")


def test_a_dictionary_leads_from_forms_to_standard_words(tmp_path: Path) -> None:
    file = tmp_path / "kamus.csv"
    file.write_text("form,standard\nyg,yang\nrumkit,rumah sakit\n", encoding="utf-8")
    assert read_words(file) == {"yg": "yang", "rumkit": "rumah sakit"}
