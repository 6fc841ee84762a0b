"""Texts of synthetic comments: of the length and the mixture of words that readers write, and saying nothing."""

from __future__ import annotations

import random

_WHO = [
    "pemerintah",
    "warga sekitar",
    "menteri itu",
    "DPR",
    "polisi",
    "para guru",
    "petani",
    "pengemudi ojek",
    "anak muda",
    "tetangga saya",
]
_WHAT = [
    "sudah lama menunggu penjelasan",
    "harus bertanggung jawab",
    "pantas mendapat bantuan",
    "belum memberi jawaban",
    "tidak pernah datang ke sini",
    "kerjanya bagus",
    "perlu didengar dulu",
    "selalu terlambat",
    "bekerja tanpa pamrih",
    "mestinya lebih terbuka soal anggaran",
]
_WHERE = [
    "di kampung kami",
    "di Surabaya",
    "dekat pasar lama",
    "di jalan tol",
    "di sekolah",
    "di puskesmas",
    "sejak tahun lalu",
    "minggu ini",
]
_OPENING = [
    "Setuju, ", "Menurut saya ", "Yang jelas ", "Maaf, ", "Semoga ", "Kata orang ", "Jujur saja, ", "", "", "",
]  # fmt: skip
_CLOSING = [
    ".", "!", "?", " 🙏", ", terima kasih.", " https://example.org/berita", " #SyntheticData", ".", ".", "...",
]  # fmt: skip


def synthetic_text(draw: random.Random, number: int) -> str:
    """One to six sentences, no two comments with quite the same."""
    return " ".join(_sentence(draw) for _one in range(draw.randint(1, 6))) + f" ({number})"


def _sentence(draw: random.Random) -> str:
    words = f"{draw.choice(_OPENING)}{draw.choice(_WHO)} {draw.choice(_WHAT)} {draw.choice(_WHERE)}"
    return words[0].upper() + words[1:] + draw.choice(_CLOSING)
