"""Where a request came from and with what: read once, and kept in readable form only when sealed."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest

from warta.lib.crypto import CryptoFailure, new_key, seal
from warta.lib.env import WrongSetting
from warta.readers import vault
from warta.readers.models import User, VaultKey
from warta.readers.sign_ins.agents import Agent, agent_of
from warta.readers.sign_ins.places import Place, place_of
from warta.readers.signing_in import address_of

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Origin:
    place: Place
    agent: Agent


@dataclass(frozen=True)
class Readable:
    """What a person is shown of where a thing was done: from names we know and digits, never from what was sent."""

    browser: str = ""
    system: str = ""
    device: str = ""
    network: str = ""
    names: tuple[tuple[str, str], ...] = ()


def origin_of(request: HttpRequest) -> Origin:
    return Origin(place_of(address_of(request)), agent_of(request.headers.get("User-Agent", "")))


def sealed_origin(person: User | None, table: str, origin: Origin) -> bytes:
    """The readable form, sealed for its person. For nobody the same work is done under a key that is thrown away."""
    text = _written(origin)
    if person is not None:
        return vault.sealed_for(person, f"{table}.origin", text)
    VaultKey.objects.filter(pk=0).first()  # as looking for a person's key
    return seal(text.encode("utf-8"), key=new_key(), place=table)


def kept_origin(person: User | None, table: str, request: HttpRequest) -> bytes | None:
    """Where a request came from, sealed for a column of `table`.

    A missing or damaged key ring costs the place and the device, never what is being done.
    """
    try:
        return sealed_origin(person, table, origin_of(request))
    except (CryptoFailure, vault.VaultClosed, WrongSetting, OSError) as failure:
        log.error("where something was done was not kept", extra={"failure": type(failure).__name__})
        return None


def opened_origins(person: User, table: str, sealed: Iterable[bytes | memoryview[int] | None]) -> list[Readable]:
    """In the order given. What can't be opened, or was never known, is shown as unknown."""
    values = [bytes(value) if value else b"" for value in sealed]
    present = [(f"{table}.origin", value) for value in values if value]
    try:
        texts = iter(vault.all_opened_for(person, present) if present else [])
    except vault.VaultClosed:
        return [Readable()] * len(values)
    return [_read(next(texts)) if value else Readable() for value in values]


def table_of(model: type[Model]) -> str:
    """What sealed values of a table are bound to."""
    return f"readers.{model.__name__.lower()}"


def _written(origin: Origin) -> str:
    agent, place = origin.agent, origin.place
    return json.dumps([agent.browser, agent.system, agent.device, place.network, place.names])


def _read(text: str) -> Readable:
    browser, system, device, network, names = json.loads(text)
    return Readable(browser, system, device, network, tuple((code, name) for code, name in names))
