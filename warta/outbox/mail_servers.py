"""Where mail goes: what WARTA_EMAIL_URL says, as one of two things. Pure; read at start by the settings module."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from warta.lib.env import WrongSetting

NAME = "WARTA_EMAIL_URL"
Security = Literal["tls", "required", "offered", "never"]
PORTS = {"smtp": 587, "smtps": 465}
OPTIONS = frozenset({"from", "starttls", "per_second", "certificates"})
# Slow enough for what the common providers allow an account that is new to them.
PER_SECOND, MOST_PER_SECOND = 10, 1000
EXAMPLE = "smtp://user:password@mail.example:587?from=news@mail.example"

# What an address may consist of where a server has to understand it without extensions.
ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?=.{1,253}\Z)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True)
class MailBox:
    """A folder in which each mail becomes a file: for development, nothing leaves the machine."""

    folder: Path
    sender: str
    per_second: int = MOST_PER_SECOND


@dataclass(frozen=True)
class MailServer:
    """An SMTP server. `certificates` names a file of authorities to trust instead of the system's."""

    host: str
    port: int
    sender: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    security: Security = "required"
    per_second: int = PER_SECOND
    certificates: str = ""


def mail_place(text: str, *, home: Path, site_host: str) -> MailBox | MailServer:
    """Read the setting; "" is the box in `home`. Raises WrongSetting, never with a password in its words."""
    url = _split(text or "file:")
    options = _options(url.query)
    if url.scheme == "file":
        return MailBox(_folder(url, home), _sender(options, "", site_host))
    if url.scheme not in PORTS:
        raise WrongSetting(NAME, f"must begin with smtp://, smtps:// or file: , such as {EXAMPLE}")
    return _server(url, options, site_host)


def _split(text: str) -> SplitResult:
    try:
        url = urlsplit(text)
        _ = url.port
    except ValueError:  # half a bracket, a port that is no number
        raise WrongSetting(NAME, f"can't be read as an address; write one such as {EXAMPLE}") from None
    return url


def _options(query: str) -> dict[str, str]:
    given = dict(parse_qsl(query, keep_blank_values=True))
    unknown = sorted(set(given) - OPTIONS)
    if unknown:
        raise WrongSetting(NAME, f"has an option {unknown[0]!r}; there are {', '.join(sorted(OPTIONS))}.")
    return given


def _folder(url: SplitResult, home: Path) -> Path:
    if url.netloc:
        raise WrongSetting(NAME, "must name a folder on this machine, such as file:/var/mail/warta, or be file: alone.")
    return Path(unquote(url.path)) if url.path else home / "mail"


def _server(url: SplitResult, options: dict[str, str], site_host: str) -> MailServer:
    if not url.hostname or url.path.strip("/") or url.fragment:
        raise WrongSetting(NAME, f"must be a server alone, such as {EXAMPLE} (write / ? # @ in a password as %2F …).")
    user, password = unquote(url.username or ""), unquote(url.password or "")
    if bool(user) != bool(password):
        raise WrongSetting(NAME, "must hold a user and a password, or neither.")
    return MailServer(
        host=url.hostname, port=url.port or PORTS[url.scheme], user=user, password=password,
        sender=_sender(options, user, site_host),
        security="tls" if url.scheme == "smtps" else _security(options, url.hostname, has_password=bool(password)),
        per_second=_per_second(options), certificates=_certificates(options),
    )  # fmt: skip


def _security(options: dict[str, str], host: str, *, has_password: bool) -> Security:
    """A password crosses no network in clear unless somebody said so."""
    match options.get("starttls"):
        case "required":
            return "required"
        case "offered":
            return "offered"
        case "never":
            return "never"
        case None if is_loopback(host):
            return "never"
        case None:
            return "required" if has_password else "offered"
        case _:
            raise WrongSetting(NAME, "must have starttls=required, starttls=offered or starttls=never.")


def _sender(options: dict[str, str], user: str, site_host: str) -> str:
    given = options.get("from", "")
    if given and not ADDRESS.fullmatch(given):
        raise WrongSetting(NAME, f"has a from= that is no mail address; write one such as {EXAMPLE}")
    if given or ADDRESS.fullmatch(user):
        return given or user
    return f"warta@{'localhost' if is_loopback(site_host) or ':' in site_host else site_host}"


def _per_second(options: dict[str, str]) -> int:
    text = options.get("per_second", str(PER_SECOND))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_PER_SECOND:
        raise WrongSetting(NAME, f"must have a per_second between 1 and {MOST_PER_SECOND}.")
    return int(text)


def _certificates(options: dict[str, str]) -> str:
    name = options.get("certificates", "")
    if name and not Path(name).is_file():
        raise WrongSetting(NAME, f"names the certificates {name}, which is no file.")
    return name


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
