"""Indonesian words around place names. They belong to the language; a region's own words are in its pack."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


DISTRICT_TITLES = _set("kec kecamatan kecmatan kecamtan camat")
WARD_TITLES = _set("kel kelurahan kelurhan lurah")
VILLAGE_HEAD_TITLES = _set("kades")
VILLAGE_TITLES = (
    _set("desa ds deso kampung kp kpg dusun dsn pemdes bumdes") | WARD_TITLES | VILLAGE_HEAD_TITLES
)
LOCATORS = _set("di d lokasi lokasinya lokasinyo tepatnya tepatnyo alamat alamatnya dimano bertempat")
ORIGINS = _set(
    "dari dr ke warga masyarakat orang wong penduduk asal daerah wilayah kota arah menuju sekitar lewat"
)

ROAD_WORDS = _set("jl jln jalan jlan jaln jlm jalanan")
ROAD_FILLERS = _set("raya poros utama besar protokol lintas kota umum")
RANGE_WORDS = _set("ke menuju sampai sampe arah kearah tembus hingga")

RELATIONS = _set(
    "depan didepan dekat didekat deket samping disamping sebelah disebelah belakang dibelakang seberang diseberang"
    " sebrang pinggir dipinggir sekitar ujung diujung tikungan pas tepi muka dimuka bawah dibawah"
)
LANDMARK_HEADS = _set(
    "sd sdn sdit smp smpn smpit sma sman smk smkn slb mi min mts mtsn man ma tk paud sekolah madrasah pesantren"
    " ponpes pasar masjid mesjid musholla mushola musola mushalla langgar surau gereja pura vihara kelenteng"
    " puskesmas puskes pustu poskesdes posyandu klinik rs rsud apotek jembatan simpang simpangan pertigaan"
    " perempatan persimpangan bundaran lorong lrg gang gg kantor terminal dermaga pelabuhan stasiun lapangan"
    " stadion perumahan perum komplek kompleks perumnas toko warung ruko kios spbu pom alfamart indomaret alfamidi"
    " polsek polres koramil kodim tpu pemakaman makam kuburan tpa tps taman tugu gapura monumen hotel bank atm"
    " sungai kali embung waduk danau pabrik pt cv gudang bengkel kolam tanggul pintu masjidil musolla"
)
PAIRED_HEADS = frozenset(
    (
        "rumah sakit",
        "balai desa",
        "kantor desa",
        "kantor lurah",
        "kantor camat",
        "kantor bupati",
        "kantor pos",
    )
    + (
        "pom bensin",
        "lampu merah",
        "pondok pesantren",
        "alun alun",
        "rumah makan",
        "pintu air",
        "sekolah dasar",
    )
    + ("kantor polisi", "kantor kelurahan", "kantor kecamatan", "gardu listrik", "pos ronda")
)
NUMBERED_HEADS = _set("rt rw rk blok km pal lingkungan lk dusun dsn jalur kilometer")
NAMED_HEADS = _set("lorong lrg gang gg perumahan perum komplek kompleks perumnas toko pt cv hotel tpu bank")

GENERAL_HEADS = _set(
    "sekolah pasar kantor sungai kali lapangan taman toko warung ruko kios gudang pabrik bank kolam makam kuburan"
    " tps tpa terminal pintu danau embung waduk tanggul rs klinik bengkel hotel pt cv jembatan tugu sd smp sma tk mi"
    " ma man min paud madrasah puskesmas posyandu apotek polsek jalur talang"
)

NEGATIONS = _set("bukan bukannya bukanlah bukn dak idak tidak tdk gak nggak ngga ga tak dudu dede dide")
NEGATION_FILLERS = _set(
    "di d ke dari yang yg itu nya lokasi lokasinya alamat alamatnya nyo salah dusun tempat tempatnya daerah wilayah"
) | (VILLAGE_TITLES | DISTRICT_TITLES | ROAD_WORDS)
REPLACEMENTS = _set("ganti gantilah diganti ubah diubah rubah dirubah ralat tukar pindah pindahkan koreksi")
REPLACED_BY = _set("jadi menjadi ke dengan dgn")

# Words in a short answer that say nothing about where: "di desa Toman pak".
ANSWER_FILLERS = (
    VILLAGE_TITLES
    | DISTRICT_TITLES
    | LOCATORS
    | _set(
        "pak bapak bu ibu min admin pakde mang bang iya iyo ya yo aok itu ini nah tadi saya aku oki kabupaten kab"
    )
)

# No name of a street or landmark goes on past one of these.
_FUNCTION_WORDS = _set(
    "yang yg dan dn dgn dengan untuk utk buat atau di ke dari dr pada oleh karena krn karna dikarenakan sebab akibat"
    " akibatnya jadi supaya agar sampai sampe hingga sejak selama saat ketika waktu kalau kalo kalu bila jika maka"
    " lalu terus kemudian serta juga jugo lagi saja bae aja pun kok sih dong deh nah ini itu tersebut tsb tadi situ"
    " sini sana sano kami kita kito saya aku kulo mereka dia kamu anda bapak pak ibu bu mas mbak yth adalah ialah"
    " ada ado adanya katek tidak tdk idak dak gak ga nggak ngga tak bukan belum blm belom lom sudah sdh udah dah la"
    " lah telah akan mau nak ingin bisa biso pacak dapat harus perlu mohon tolong tulung mohonlah minta harap semoga"
    " terima kasih makasih banyak byk sangat sgt sekali nian amat paling lebih cukup sering selalu kadang masih msh"
    " tetap semakin makin hampir sedang lagi semua galo seluruh setiap tiap para beberapa banyu kapan bagaimana"
    " gimana cakmano kenapa ngapo mengapa apa apo apakah mana mano dimana siapa berapa wilayah daerah kabupaten kab"
    " kecamatan kec kelurahan kel desa ds dusun rt rw no nomor jalan jl jln gang sepanjang antara sekitar menuju arah"
    " depan dekat belakang samping sebelah seberang pinggir ujung tengah atas bawah dalam luar tepat tepatnya"
    " lokasi tempat alamat hari minggu bulan tahun jam pagi siang sore malam kemarin sekarang besok nya nyo"
    " kalau trs sm sama samo tapi tp namun padahal bahkan hanya cuma cuman justru malah memang sehingga biar"
    " pas satu dua tiga kiri kanan ruas titik umum utama raya setempat baru lama tembus lewat kearah"
)
_TROUBLE_WORDS = _set(
    "rusak rusaknya hancur ancur bolong lubang lobang berlubang belobang jelek parah becek licin licen amblas ambles"
    " ambrol longsor retak pecah roboh ambruk patah putus jebol banjir mampet macet gelap peteng mati padam hidup nyala"
    " kotor bau busuk penuh tinggi rendah sempit lebar kecil besar panjang mulus bagus aman bahaya"
    " berbahaya rawan tergenang genangan terendam lumpur debu sampah limbah got siring parit selokan drainase lampu"
    " pju listrik air pohon kabel tiang aspal cor paving trotoar kaki tol nasional provinsi negara kabupaten desa"
    " poros lingkungan setapak usaha tani tikus alternatif perbaikan diperbaiki tolong tanah batu koral tambal"
    " rumah warga masyarakat orang anak jatuh kecelakaan korban motor mobil truk truck tronton sawit kebun sawah"
    " keluar masuk ramai sepi sulit susah kumuh mangkrak terbengkalai dibangun bangun kondisi keadaan"
    " ditutup tutup buka buang penumpukan tumpukan tumpukkan parkir pedagang pkl bocor keruh sakit pelayanan"
)
STOP_WORDS = _FUNCTION_WORDS | _TROUBLE_WORDS

# Verb-like openings (ber-, ter-, di-, me- …) end a name too, except in these well-known street names.
VERB_OPENINGS = (
    "ber",
    "ter",
    "diper",
    "dipe",
    "diba",
    "dita",
    "dibi",
    "dike",
    "disa",
    "men",
    "mem",
    "meng",
    "meny",
)
NAMES_LIKE_VERBS = _set(
    "merdeka melati mawar merapi mekar merpati menteri mentari mesjid berlian beringin berkat bersaudara teratai terate"
    " menang menggeris mendayun diponegoro dipati merbabu menanga terusan tanjung"
)
