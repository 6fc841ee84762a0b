"""Claims are paid unless a test says otherwise: so it is wired as long as no room looks for unusual ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from warta.campaigns.ports import Paying, claim_may_be_paid


@pytest.fixture(autouse=True)
def claims_are_paid() -> Iterator[None]:
    claim_may_be_paid.supply(lambda _fact: Paying.PAY)
    yield
    claim_may_be_paid.supply(lambda _fact: Paying.PAY)
