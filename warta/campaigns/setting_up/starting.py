"""What a new campaign begins with, for the newsroom to change: the rule of the review, and reasons to be sealed."""

from __future__ import annotations

from datetime import timedelta

from warta.campaigns.models import Campaign, DisqualificationReason

REVIEW_ID = (
    "Sebelum undian, entri yang tampak milik satu orang dikumpulkan: kontak yang sama, perangkat dan jaringan yang "
    "sama, atau komentar yang hampir sama. Dua orang redaksi memeriksa setiap kumpulan. Bila memang satu orang, satu "
    "entri dihitung, yaitu yang paling awal. Perangkat dan jaringan yang dipakai satu keluarga bukan alasan."
)
REVIEW_EN = (
    "Before the draw, entries that look like one person's are gathered: the same contact, the same device and network, "
    "or nearly the same comment. Two members of the newsroom look at each group. If it is one person, one entry "
    "counts, the earliest. A device and a network that a family shares are no reason."
)
# Until when after the draw each may be said of a winner.
_DAYS = {"unclaimed": 90, "withdrawn": 90, "not-eligible": 30, "false-data": 90}
_REASONS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "unclaimed", "Hadiah tidak diklaim sampai batas waktunya.", "The prize was not claimed by its deadline.",
        "Catatan pemberitahuan dan batas waktu klaim.", "The record of the notice and of the deadline.",
    ),
    (
        "withdrawn", "Pemenang mengundurkan diri atau menghapus akunnya.",
        "The winner stepped back or deleted the account.",
        "Pernyataan pemenang atau catatan penghapusan akun.", "The winner's word or the record of the deletion.",
    ),
    (
        "not-eligible", "Syarat yang diumumkan ternyata tidak terpenuhi.",
        "A published condition turns out not to be met.",
        "Syarat yang dimaksud dan data yang diperiksa.", "The condition and what was checked.",
    ),
    (
        "false-data", "Data yang diberikan pemenang tidak benar.", "What the winner said of themselves was not true.",
        "Hasil pemeriksaan oleh dua orang redaksi.", "What two members of the newsroom found.",
    ),
)  # fmt: skip


def starting_reasons(campaign: Campaign) -> list[DisqualificationReason]:
    """Not saved yet; their deadlines follow from the day of the draw."""
    drawn = campaign.draw_at or campaign.closes_at
    return [
        DisqualificationReason(
            campaign=campaign, position=place, slug=slug, words_id=words_id, words_en=words_en,
            evidence_id=evidence_id, evidence_en=evidence_en, until=drawn + timedelta(days=_DAYS[slug]),
        )
        for place, (slug, words_id, words_en, evidence_id, evidence_en) in enumerate(_REASONS)
    ]  # fmt: skip
