"""A browser of somebody's, and what its pages say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth import login
from django.http import HttpResponse
from django.test import Client, RequestFactory

from warta.readers.models import User

FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
Browser = Callable[..., Client]


@pytest.fixture
def browser() -> Browser:
    """A browser in which a person has signed in, as Django does it, and looked at one page."""

    def open_for(person: User, *, agent: str = FIREFOX, address: str = "103.28.12.7", **more: object) -> Client:
        client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address, **more)  # type: ignore[arg-type]
        request = RequestFactory(headers={"user-agent": agent}, REMOTE_ADDR=address).get("/")
        request.session = client.session
        login(request, person, backend="django.contrib.auth.backends.ModelBackend")
        request.session.save()
        client.cookies["sessionid"] = request.session.session_key or ""
        client.get("/en/account/security/")
        return client

    return open_for


@pytest.fixture
def words() -> Callable[[HttpResponse], str]:
    return lambda response: " ".join(response.content.decode().split())
