"""The mails there are, and the facts that each one tells. Their words are templates in `readers/mails/`."""

from __future__ import annotations

# Facts that end in `link` lead to this site and nowhere else; all others are plain words on one line.
KINDS: dict[str, frozenset[str]] = {
    "sign_in_code": frozenset({"code", "minutes"}),
    "sign_up_code": frozenset({"code", "minutes"}),
    "address_code": frozenset({"code", "minutes"}),  # a new address for an account that there is
    "password_reset_code": frozenset({"code", "minutes"}),
    "phone_code": frozenset({"code", "minutes", "phone"}),
    "already_registered": frozenset({"link"}),
    "no_account": frozenset({"link"}),
    "new_sign_in": frozenset({"when", "device", "place", "link"}),
    "account_changed": frozenset({"what", "when", "link"}),
    "contact_changed": frozenset({"what", "when", "link"}),
    "download_ready": frozenset({"until", "link"}),
    "deletion_asked": frozenset({"when", "link"}),
    "deletion_done": frozenset(),
    "telegram_linked": frozenset({"account", "when", "link"}),
}


class WrongMail(ValueError):
    """A room asked for a mail that there is not, or told it the wrong facts."""


def check_facts(kind: str, facts: dict[str, str], *, site_url: str) -> None:
    """Raises WrongMail, which names the fact and never its value."""
    if kind not in KINDS:
        raise WrongMail(f"there is no mail {kind!r}; mails/kinds.py lists them")
    if set(facts) != KINDS[kind]:
        raise WrongMail(f"the mail {kind!r} tells {sorted(KINDS[kind])}, not {sorted(facts)}")
    for name, value in facts.items():
        if name.endswith("link") and not value.startswith(site_url + "/"):
            raise WrongMail(f"the fact {name!r} of the mail {kind!r} must lead to this site")
