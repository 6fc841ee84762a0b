"""What can be wrong with a proof, in the reader's language. The verifier itself speaks English, wherever it runs."""

from __future__ import annotations

from django.utils.translation import gettext as _

from warta.campaigns.draw.checking import WORDS


def words_of(code: str) -> str:
    """The sentence for a problem's code."""
    return _(WORDS[code])


def _sentences() -> list[str]:
    """What `words_of` translates, for the gathering of words: it finds only what is written out. A test compares."""
    return [
        _("The file is damaged or was edited: it is not written in the one form a proof has."),
        _("The file lacks something, or has something that does not belong into a proof."),
        _("The rules are not the sealed ones, or contradict themselves."),
        _("The list of entries was changed: it is not sorted by code with each code once."),
        _("The numbers of entries do not add up."),
        _("The list of entries is not the sealed one: its root differs."),
        _("The seal was changed: its fingerprint differs from the one in the file."),
        _("This is not the seal that was published: its fingerprint differs from the one you gave."),
        _("The randomness is not from the public beacon that Warta's draws use."),
        _("The seal names a round of the beacon that was too near, or past, when it was sealed."),
        _("The randomness is from another round than the sealed one."),
        _("The beacon did not sign this: the randomness is made up or belongs to another round."),
        _("The beacon's signature was not checked: `pip install py_arkworks_bls12381` and run this again."),
        _("The order is not the one that follows from the sealed list and the beacon."),
        _("A prize was passed on against the sealed rules."),
        _("The prizes are not held by those who follow from the order and the sealed rules."),
        _("The result was changed: its fingerprint differs from the one in the file."),
        _("Your receipt does not belong to this list of entries."),
    ]
