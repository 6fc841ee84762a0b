"""A reader with a session who looks at their profile and changes it, over one connection kept open."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import urllib3

from benchmarks.people import Reader
from benchmarks.site import Site

PROFILE = "/account/profile/"
HOME = "/account/profile/home/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
WAIT_SECONDS = 30


class Visitor:
    """Each of `look` and `change` returns "" or what was wrong with the answer."""

    def __init__(self, site: Site, reader: Reader) -> None:
        self._site = site
        self._pool = urllib3.HTTPConnectionPool("127.0.0.1", site.port, maxsize=1, timeout=WAIT_SECONDS, retries=False)
        self._cookies = {"sessionid": reader.session_key}
        self._token = ""

    def look(self) -> str:
        answer = self._asked("GET", PROFILE)
        if answer.status != 200 or "•••".encode() not in answer.data:
            return f"{PROFILE} answered {answer.status}"
        return ""

    def change(self, regency: str) -> str:
        if not self._token:
            page = self._asked("GET", HOME)
            found = TOKEN.search(page.data.decode())
            if page.status != 200 or not found:
                return f"{HOME} answered {page.status}"
            self._cookies["csrftoken"] = page.headers["Set-Cookie"].split("csrftoken=")[1].split(";")[0]
            self._token = found[1]
        typed = {"province": "34", "regency": regency, "csrfmiddlewaretoken": self._token}
        answer = self._asked("POST", HOME, urlencode(typed))
        return "" if answer.status == 302 or b"too often" in answer.data else f"saving answered {answer.status}"

    def _asked(self, method: str, path: str, body: str = "") -> urllib3.BaseHTTPResponse:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": self._site.address + path}
        return self._pool.request(method, path, body=body or None, headers=headers, redirect=False)
