"""Frequent Indonesian words that are part of no name: a street or landmark ends before one of these."""

from __future__ import annotations

_FUNCTION_WORDS = """
yang yg dan dn dgn dengan untuk utk buat atau di ke dari dr pada oleh karena krn karna dikarenakan sebab
akibat akibatnya jadi supaya agar sampai sampe hingga sejak selama saat ketika waktu kalau kalo kalu bila
jika maka lalu terus trs kemudian serta juga jugo lagi saja bae aja pun kok sih dong deh nah ini itu
tersebut tsb tadi situ sini sana sano kami kita kito saya aku kulo mereka dia kamu anda bapak pak ibu bu mas
mbak yth adalah ialah ada ado adanya katek tidak tdk idak dak gak ga nggak ngga tak bukan belum blm belom
lom sudah sdh udah dah la lah telah akan mau nak ingin bisa biso pacak dapat harus perlu mohon tolong tulung
mohonlah minta harap semoga terima kasih makasih banyak byk sangat sgt sekali nian amat paling lebih cukup
sering selalu kadang masih msh tetap semakin makin hampir sedang semua galo seluruh setiap tiap para
beberapa banyu kapan bagaimana gimana cakmano kenapa ngapo mengapa apa apo apakah mana mano dimana siapa
berapa wilayah daerah kabupaten kab kecamatan kec kelurahan kel desa ds dusun rt rw no nomor jalan jl jln
gang sepanjang antara sekitar menuju arah kearah depan dekat belakang samping sebelah seberang pinggir ujung
tengah atas bawah dalam luar tepat tepatnya lokasi tempat alamat hari minggu bulan tahun jam pagi siang sore
malam kemarin sekarang besok nya nyo sm sama samo tapi tp namun padahal bahkan hanya cuma cuman justru malah
memang sehingga biar pas satu dua tiga kiri kanan ruas titik umum utama raya setempat baru lama tembus lewat
katanya katanyo area didalam diwilayah didepan dll dst utamanya khususnya terutama namanya yaitu yakni antar
kebetulan posisi posisinya persis percis baik bagian sisi wil
"""
_TROUBLE_WORDS = """
rusak rusaknya hancur ancur bolong lubang lobang berlubang belobang jelek parah becek licin licen amblas
ambles ambrol longsor retak pecah roboh ambruk patah putus jebol banjir mampet macet gelap peteng mati padam
hidup nyala kotor bau busuk penuh tinggi rendah sempit lebar kecil besar panjang mulus bagus aman bahaya
berbahaya rawan tergenang genangan terendam lumpur debu sampah limbah got siring parit selokan drainase
lampu pju listrik air pohon kabel tiang aspal cor paving trotoar kaki tol nasional provinsi negara poros
lingkungan setapak usaha tani tikus alternatif perbaikan diperbaiki tanah batu koral tambal rumah warga
masyarakat orang anak jatuh kecelakaan korban motor mobil truk truck tronton sawit kebun sawah keluar masuk
ramai sepi sulit susah kumuh mangkrak terbengkalai dibangun bangun kondisi keadaan ditutup tutup buka buang
penumpukan tumpukan tumpukkan parkir parkiran pedagang pkl bocor keruh sakit pelayanan butuh protokol rute
tembusan jalur arus tanjakan turunan lingkar kembar buntu mahal murah antri antre lambat ditambah kurang
rata-rata gratis libur tutupnya kosong tolonglah segera secepatnya
"""
STOP_WORDS = frozenset((_FUNCTION_WORDS + _TROUBLE_WORDS).split())
