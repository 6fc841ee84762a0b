"""The published files as they are asked for: read, and written again from the database where one was lost."""

from __future__ import annotations

from django.utils.translation import gettext as _

from warta.campaigns.draw.form import DRAWN, file_bytes, opened
from warta.campaigns.errors import NotPossible
from warta.campaigns.models import DrawResult, Seal
from warta.campaigns.sealing.files import keep_file, read_file
from warta.campaigns.sealing.lists import valid_records
from warta.campaigns.sealing.services import sealed_document


def published_seal(seal: Seal) -> bytes:
    """The sealed file. Raises NotPossible when it is lost and the database no longer holds what was sealed."""
    data = read_file(seal.file, seal.document)
    return data if data is not None else _seal_from_database(seal)


def published_proof(result: DrawResult) -> bytes:
    """The latest proof. Raises NotPossible when it is lost and the database no longer holds what was drawn from."""
    data = read_file(result.file, result.document)
    return data if data is not None else _proof_from_seal(result)


def proof_of(seal_data: bytes, result: DrawResult) -> bytes:
    """The proof that a sealed file and a stored result make."""
    beacon = {"round": result.round, "signature": result.signature}
    told = {"beacon": beacon, "format": DRAWN, "result": result.result, "result_hash": result.result_hash}
    return file_bytes({**opened(seal_data), **told})


def _seal_from_database(seal: Seal) -> bytes:
    data = file_bytes(sealed_document(seal, valid_records(seal.campaign)))
    return _kept_again(seal, "seal", data)


def _proof_from_seal(result: DrawResult) -> bytes:
    seal = Seal.objects.select_related("campaign").get(campaign=result.campaign_id)
    return _kept_again(result, "proof", proof_of(published_seal(seal), result))


def _kept_again(row: Seal | DrawResult, kind: str, data: bytes) -> bytes:
    kept = keep_file(row.campaign, kind, data)
    if kept.document != row.document:
        raise NotPossible(
            _("The published file is lost, and the database holds something else than what was published.")
        )
    return data
