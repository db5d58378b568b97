"""Indonesian words around place names. They belong to the language; a region's own words are in its pack."""

from __future__ import annotations

from bot.region.ordinary_words import STOP_WORDS

__all__ = ["STOP_WORDS"]


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


DISTRICT_TITLES = _set("kec kecamatan kecmatan kecamtan camat")
WARD_TITLES = _set("kel kelurahan kelurhan lurah")
VILLAGE_HEAD_TITLES = _set("kades")
VILLAGE_TITLES = (
    _set("desa ds deso kampung kp kpg dusun dsn pemdes bumdes") | WARD_TITLES | VILLAGE_HEAD_TITLES
)
LOCATORS = _set(
    "di d neng ning lokasi lokasinya lokasinyo tepatnya tepatnyo alamat alamatnya dimano bertempat"
)
ORIGINS = _set(
    """dari dr ke warga masyarakat orang wong penduduk asal daerah wilayah kota arah menuju sekitar lewat"""
)

ROAD_WORDS = _set("jl jln jalan jlan jaln jlm jalanan")
ROAD_FILLERS = _set("raya poros utama besar protokol lintas kota umum")
RANGE_WORDS = _set("ke menuju sampai sampe arah kearah tembus hingga")

RELATIONS = _set(
    """depan didepan dekat didekat deket samping disamping sebelah disebelah belakang dibelakang seberang
    diseberang sebrang pinggir dipinggir sekitar ujung diujung tikungan pas tepi muka dimuka bawah
    dibawah"""
)
LANDMARK_HEADS = _set(
    """sd sdn sdit smp smpn smpit sma sman smk smkn slb mi min mts mtsn man ma tk paud sekolah madrasah
    pesantren ponpes pasar masjid mesjid musholla mushola musola musolla mushalla langgar surau gereja
    pura vihara kelenteng puskesmas puskes pustu poskesdes posyandu klinik rs rsud apotek jembatan
    simpang simpangan pertigaan perempatan persimpangan bundaran lorong lrg lr gang gg kantor terminal
    dermaga pelabuhan stasiun lapangan stadion perumahan perum komplek kompleks perumnas toko warung
    ruko kios spbu pom alfamart indomaret alfamidi polsek polres koramil kodim tpu pemakaman makam
    kuburan tpa tps taman tugu gapura monumen hotel bank atm sungai kali embung waduk danau pabrik pt cv
    gudang bengkel kolam tanggul pintu"""
)
GENERAL_HEADS = _set(
    """sekolah pasar kantor sungai kali lapangan taman toko warung ruko kios gudang pabrik bank kolam makam
    kuburan tps tpa terminal pintu danau embung waduk tanggul rs klinik bengkel hotel pt cv jembatan
    tugu sd smp sma smk tk mi ma man min paud madrasah puskesmas posyandu apotek polsek jalur pasar atm
    langgar perempatan pertigaan persimpangan"""
)
PAIRED_HEADS = frozenset(
    {
        *("rumah sakit", "balai desa", "kantor desa", "kantor lurah", "kantor camat", "kantor bupati"),
        *("kantor pos", "kantor polisi", "kantor kelurahan", "kantor kecamatan", "pom bensin", "lampu merah"),
        *("pondok pesantren", "alun alun", "rumah makan", "pintu air", "sekolah dasar", "gardu listrik"),
        *("pos ronda", "toko mas", "toko emas"),
    }
)
# "ikan Toman", "pohon Serdang": what bears such a name is no village.
NATURAL_HEADS = _set("ikan iwak pohon batang buah kayu bunga burung ular ayam sapi bebek")
NUMBERED_HEADS = _set("rt rw rk blok km pal lingkungan lk dusun dsn kampung kp jalur kilometer")
NAMED_HEADS = _set(
    "lorong lrg lr gang gg perumahan perum komplek kompleks perumnas toko pt cv hotel tpu bank"
)

NEGATIONS = _set("bukan bukannya bukanlah bukn dak idak tidak tdk gak nggak ngga ga tak dudu dede dide")
NEGATION_FILLERS = (
    _set(
        """di d ke dari yang yg itu nya lokasi lokasinya alamat alamatnya nyo salah tempat tempatnya daerah
        wilayah"""
    )
    | VILLAGE_TITLES
    | DISTRICT_TITLES
    | ROAD_WORDS
)
REPLACEMENTS = _set("ganti gantilah diganti ubah diubah rubah dirubah ralat tukar pindah pindahkan koreksi")
REPLACED_BY = _set("jadi menjadi ke dengan dgn")

# Words in a short answer that say nothing about where: "di desa Toman pak".
ANSWER_FILLERS = (
    _set(
        """pak bapak bu ibu min admin pakde mang bang iya iyo ya yo aok itu ini nah tadi saya aku kabupaten
        kab"""
    )
    | VILLAGE_TITLES
    | DISTRICT_TITLES
    | LOCATORS
)

# Verb-like openings (ber-, ter-, di-, me- …) end a name too, except in these well-known names.
VERB_OPENINGS = (
    *("ber", "ter", "diper", "dipe", "diba", "dita", "dibi", "dike", "disa"),
    *("men", "mem", "meng", "meny"),
)
NAMES_LIKE_VERBS = _set(
    """merdeka melati mawar merapi mekar merpati menteri mentari mesjid berlian beringin berkat bersaudara
    teratai diponegoro dipati merbabu terusan"""
)
