"""Articles that nobody wrote, for measuring: sentences of our own vocabulary, the same for the same seed.

They are marked as imported, so that nothing announces them, and named `synthetic-<seed>-<number>`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from warta.articles.bulk.creating import BulkArticle
from warta.articles.models import Origin

SUBJECTS = [
    "warga",
    "petani",
    "nelayan",
    "pedagang",
    "guru",
    "murid",
    "dokter",
    "perawat",
    "sopir",
    "pengrajin",
    "peneliti",
    "wali kota",
    "bupati",
    "camat",
    "relawan",
    "mahasiswa",
    "pemain",
    "pelatih",
    "penonton",
    "musisi",
    "penyair",
    "juru masak",
    "tukang kayu",
    "penjaga pantai",
    "petugas pasar",
    "pustakawan",
]
VERBS = [
    "memperbaiki",
    "membuka",
    "menutup",
    "membangun",
    "merawat",
    "menanam",
    "membersihkan",
    "mengukur",
    "menghitung",
    "mengumumkan",
    "menunda",
    "merayakan",
    "meneliti",
    "membagikan",
    "mengunjungi",
    "mencatat",
    "memindahkan",
    "menyambut",
    "menjelaskan",
    "mempertanyakan",
    "mendukung",
]
OBJECTS = [
    "jembatan",
    "pasar",
    "sekolah",
    "sawah",
    "sungai",
    "pelabuhan",
    "taman",
    "perpustakaan",
    "jalan desa",
    "saluran air",
    "lapangan",
    "balai warga",
    "puskesmas",
    "terminal",
    "museum",
    "kebun kopi",
    "rumah adat",
    "pameran",
    "turnamen",
    "konser",
    "anggaran",
    "peraturan",
    "jadwal kereta",
    "harga beras",
]
PLACES = [
    "Jakarta",
    "Bandung",
    "Semarang",
    "Yogyakarta",
    "Surabaya",
    "Malang",
    "Denpasar",
    "Mataram",
    "Kupang",
    "Makassar",
    "Manado",
    "Palu",
    "Kendari",
    "Ambon",
    "Ternate",
    "Jayapura",
    "Sorong",
    "Banjarmasin",
    "Samarinda",
    "Pontianak",
    "Padang",
    "Medan",
    "Palembang",
    "Jambi",
    "Bengkulu",
    "Banda Aceh",
]
TIMES = [
    "kemarin",
    "pagi ini",
    "sejak pekan lalu",
    "menjelang sore",
    "pada akhir bulan",
    "selama tiga hari",
    "sebelum musim hujan",
]
REASONS = [
    "agar air mengalir lebih lancar",
    "karena hujan turun lebih awal",
    "supaya anak-anak dapat bermain",
    "setelah musyawarah panjang",
    "meskipun dana belum cukup",
    "walau jalan masih licin",
    "demi kenyamanan bersama",
    "berkat bantuan tetangga",
    "tanpa menunggu perintah",
]
SECTIONS = ("Nasional", "Daerah", "Ekonomi", "Olahraga", "Budaya", "Sains", "Teknologi", "Gaya Hidup")
GIVEN = [
    "Ana",
    "Budi",
    "Citra",
    "Dewi",
    "Eko",
    "Fitri",
    "Gilang",
    "Hana",
    "Indra",
    "Joko",
    "Kartika",
    "Lestari",
    "Made",
    "Nia",
    "Oka",
    "Putri",
    "Rama",
    "Sari",
    "Tono",
    "Wulan",
]
FAMILY = [
    "Santoso",
    "Wijaya",
    "Lestari",
    "Pratama",
    "Siregar",
    "Nasution",
    "Hidayat",
    "Kusuma",
    "Saputra",
    "Maharani",
    "Utami",
    "Wibowo",
]
# The newest lies here, so that a seed gives the same whenever it is run; about 150 articles a day before it.
NEWEST = datetime(2026, 1, 31, 12, tzinfo=UTC)
MINUTES_BETWEEN = 10
SENTENCES = 5_000
SENTENCES_A_PARAGRAPH = 3
AUTHORS = [f"{given} {family}" for given in GIVEN for family in FAMILY]


def sentence(chance: Random) -> str:
    words = f"{chance.choice(SUBJECTS)} {chance.choice(VERBS)} {chance.choice(OBJECTS)}"
    where = f" di {chance.choice(PLACES)}" if chance.random() < 0.4 else ""
    when = f" {chance.choice(TIMES)}" if chance.random() < 0.5 else ""
    why = f" {chance.choice(REASONS)}" if chance.random() < 0.6 else ""
    return f"{words}{where}{when}{why}.".capitalize()


@lru_cache(maxsize=4)
def sentences_of(seed: int) -> list[str]:
    """The sentences that a seed's articles are made of; writing each anew would take half of the time."""
    chance = Random(seed)  # noqa: S311 - it is to be repeatable
    return [sentence(chance) for _ in range(SENTENCES)]


def headline(chance: Random) -> str:
    words = f"{chance.choice(SUBJECTS)} {chance.choice(PLACES)} {chance.choice(VERBS)} {chance.choice(OBJECTS)}"
    return words.title()


@lru_cache(maxsize=1)
def topics_of(count: int = 60) -> list[str]:
    """Names for topics; the same list whatever the seed."""
    return sorted({f"{thing} {place}".title() for thing in OBJECTS for place in PLACES})[:: len(OBJECTS)][:count]


def synthetic_article(
    seed: int, number: int, *, sections: list[int], authors: list[int], topics: list[int]
) -> BulkArticle:
    """The article with this number: 5 to 16 paragraphs, about 1,800 letters, as in a daily paper."""
    chance = Random(f"{seed}:{number}")  # noqa: S311 - it is to be repeatable
    sentences = sentences_of(seed)
    original_id = f"synthetic-{seed}-{number}"
    published_at = NEWEST - timedelta(minutes=MINUTES_BETWEEN * number + chance.randrange(MINUTES_BETWEEN))
    return BulkArticle(
        section_id=chance.choice(sections),
        title=headline(chance),
        published_at=published_at,
        body=_blocks(chance, sentences),
        origin=Origin.IMPORT,
        original_id=original_id,
        original={"synthetic": True},
        summary=chance.choice(sentences),
        dateline=chance.choice(PLACES).upper(),
        author_ids=chance.sample(authors, k=chance.choice((1, 1, 1, 2))),
        topic_ids=chance.sample(topics, k=chance.randint(1, 4)),
    )


def _blocks(chance: Random, sentences: list[str]) -> list[dict[str, Any]]:
    count = min(16, max(5, round(chance.gauss(9, 3))))
    drawn = chance.choices(sentences, k=count * SENTENCES_A_PARAGRAPH)
    return [
        {"type": "paragraph", "value": f"<p>{' '.join(drawn[index::count])}</p>", "id": _block_id(chance)}
        for index in range(count)
    ]


def _block_id(chance: Random) -> str:
    digits = f"{chance.getrandbits(128):032x}"  # shaped like Wagtail's, in a quarter of the time
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
