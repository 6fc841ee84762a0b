"""The mails there are and what they say. A new one is an entry here; the two frames shape them all.

A sentence may name facts as `%(name)s`, and the site as `%(site)s`. Facts that end in `link` lead to this site.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext_noop as _

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
KNOWN = frozenset({"site"})


@dataclass(frozen=True)
class Words:
    """One kind of mail: sentences to translate. `rows` are facts shown as a list, each with what it is called."""

    subject: str
    heading: str
    before: tuple[str, ...]
    after: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    button: str = ""
    has_code: bool = False

    @property
    def facts(self) -> frozenset[str]:
        """What has to be told."""
        sentences = chain((self.subject, self.heading, self.button), self.before, self.after)
        named = set(PLACEHOLDER.findall(" ".join(sentences))) | {name for name, _label in self.rows}
        return frozenset(named | ({"link"} if self.button else set()) | ({"code"} if self.has_code else set())) - KNOWN


CODE_SUBJECT = _("%(code)s is your code for %(site)s")
TYPE_CODE = _("Type this code into the page on which you asked for it:")
NOBODY_ASKS = _("Nobody of %(site)s will ever ask you for this code, neither by telephone nor by mail.")
WHEN, WHAT = ("when", _("When")), ("what", _("What"))
NOT_ME = _("This was not me")

KINDS: dict[str, Words] = {
    "sign_in_code": Words(
        CODE_SUBJECT, _("Sign in"), (TYPE_CODE,),
        (
            _("It is good for %(minutes)s minutes and for one sign-in."), NOBODY_ASKS,
            _("If you did not want to sign in, do nothing: without the code nobody can."),
        ),
        has_code=True,
    ),
    "sign_up_code": Words(
        CODE_SUBJECT, _("Welcome"), (_("Your account is nearly open."), TYPE_CODE),
        (
            _("It is good for %(minutes)s minutes."), NOBODY_ASKS,
            _("If you did not ask for an account, do nothing: without the code there will be none."),
        ),
        has_code=True,
    ),
    "address_code": Words(
        CODE_SUBJECT, _("Confirm your address"), (_("This is to be the address of your account."), TYPE_CODE),
        (
            _("It is good for %(minutes)s minutes."), NOBODY_ASKS,
            _("If you did not ask for it, do nothing: without the code nothing changes."),
        ),
        has_code=True,
    ),
    "password_reset_code": Words(
        CODE_SUBJECT, _("A new password"), (TYPE_CODE,),
        (
            _("It is good for %(minutes)s minutes. On the next page you choose a new password."), NOBODY_ASKS,
            _("If you did not ask for it, do nothing: your password stays as it is."),
        ),
        has_code=True,
    ),
    "phone_code": Words(
        CODE_SUBJECT, _("Confirm your phone number"), (_("It is about the number %(phone)s."), TYPE_CODE),
        (
            _("It is good for %(minutes)s minutes."), NOBODY_ASKS,
            _("If you did not ask for it, do nothing: without the code nothing changes."),
        ),
        has_code=True,
    ),
    "already_registered": Words(
        _("You have an account at %(site)s already"), _("You have an account already"),
        (
            _("Somebody, probably you, wanted to open an account with this address."),
            _("There is one already, so that no other was made. Sign in to it:"),
        ),
        (_("If it was not you, do nothing: nothing happened."),),
        button=_("Sign in"),
    ),
    "no_account": Words(
        _("There is no account with this address at %(site)s"), _("There is no account with this address"),
        (
            _("Somebody, probably you, wanted to sign in with this address."),
            _("Perhaps your account has another one. If you have none yet:"),
        ),
        (_("If it was not you, do nothing: nothing happened."),),
        button=_("Open an account"),
    ),
    "new_sign_in": Words(
        _("A new sign-in to your account at %(site)s"), _("A new sign-in"),
        (_("Somebody signed in to your account on a device, or from a place, that is new to us:"),),
        (_("If it was you, all is well. If not, press the button: it ends every session and helps you on."),),
        rows=(WHEN, ("device", _("Device")), ("place", _("Place"))), button=NOT_ME,
    ),
    "account_changed": Words(
        _("Your account at %(site)s was changed"), _("Your account was changed"),
        (_("We tell you so that nobody does this without your knowledge:"),),
        (_("If it was you, all is well. If not, press the button: it ends every session and helps you on."),),
        rows=(WHAT, WHEN), button=NOT_ME,
    ),
    "contact_changed": Words(
        _("How we reach you at %(site)s was changed"), _("How we reach you was changed"),
        (_("You hear of it where we reached you until now:"),),
        (_("If it was you, all is well. If not, press the button: it ends every session and helps you on."),),
        rows=(WHAT, WHEN), button=NOT_ME,
    ),
    "disowned": Words(
        _("Your account at %(site)s is closed to others"), _("Your account is closed to others"),
        (_("You said that it was not you who did this:"),),
        (
            _("Everybody was signed out, and the password no longer works. Sign in with a code, which comes to this "
              "address, and choose a new password."),
        ),
        rows=(WHAT, WHEN), button=_("Sign in"),
    ),
    "download_ready": Words(
        _("Your data from %(site)s is ready"), _("Your data is ready"),
        (_("All that your account holds is in one file. You can download it until %(until)s, after signing in:"),),
        (_("Keep it as you would keep a letter from your bank: it holds all that is personal in your account."),),
        button=_("To the download"),
    ),
    "deletion_asked": Words(
        _("Your account at %(site)s will be deleted"), _("Your account will be deleted"),
        (_("You asked for it, and it happens on %(when)s. Until then you can change your mind:"),),
        (_("After that nobody can bring it back, and neither can we."),),
        button=_("Keep my account"),
    ),
    "deletion_done": Words(
        _("Your account at %(site)s is deleted"), _("Your account is deleted"),
        (
            _("Your account and the personal data in it are gone, and so is the key that opened them."),
            _("This is our last mail to you. Thank you for having read with us."),
        ),
    ),
    "telegram_linked": Words(
        _("Telegram was linked to your account at %(site)s"), _("Telegram was linked"),
        (_("From now on this Telegram account belongs to your account:"),),
        (_("If it was you, all is well. If not, press the button: it ends every session and helps you on."),),
        rows=(("account", "Telegram"), WHEN), button=NOT_ME,
    ),
    "campaign_missing": Words(
        _("Something is missing before you take part: %(title)s"), _("Nearly there"),
        (
            _("Your comment for “%(title)s” is published. You take part once this is there as well: %(missing)s."),
            _("Your comment stays where it is; nothing has to be written again."),
        ),
        (_("It has to be done while the campaign is open."),),
        button=_("Complete it"),
    ),
    "entry_changed": Words(
        _("Your entry in “%(title)s”"), _("Something changed about your entry"),
        (_("The newsroom decided on your entry in “%(title)s”."),),
        (_("If you think that this is wrong, say so on the page; another person looks at it."),),
        rows=(("state", _("State")), ("why", _("Reason"))), button=_("To your entry"),
    ),
    "comment_refused": Words(
        _("Your comment at %(site)s is not published"), _("Your comment is not published"),
        (_("It is about your comment under “%(article)s”. A moderator looked at it:"),),
        (_("You are welcome to write another one. If you think that we are wrong, ask a second moderator to look."),),
        rows=(("what", _("Reason")), ("words", _("In the moderator's words"))), button=_("Ask for a second look"),
    ),
    "comment_published": Words(
        _("Your comment at %(site)s is published after all"), _("Your comment is published"),
        (_("We looked once more at your comment under “%(article)s”, and everybody can read it now."),),
        button=_("To my comments"),
    ),
    "appeal_refused": Words(
        _("We looked once more at your comment at %(site)s"), _("It stays as it was decided"),
        (
            _("A second moderator looked at your comment under “%(article)s” and came to the same end: it is not "
              "published."),
        ),
        (_("You are welcome to write another one."),), button=_("To my comments"),
    ),
    "comments_suspended": Words(
        _("You can't comment at %(site)s until %(until)s"), _("You can't comment for a time"),
        (_("Until %(until)s you can read and look after your account as always, but not write comments:"),),
        rows=(("what", _("Reason")), ("words", _("In the moderator's words"))), button=_("To my comments"),
    ),
    "complaint_received": Words(
        _("Your complaint %(reference)s reached %(site)s"), _("We have your complaint"),
        (_("You complained about a comment. A person looks at it and answers to this address, until %(until)s at the "
           "latest."),),
        (_("If you did not complain, do nothing: you get one answer, and then we forget your address."),),
        rows=(("reference", _("Reference")),),
    ),
    "complaint_upheld": Words(
        _("About your complaint %(reference)s to %(site)s"), _("The comment is no longer shown"),
        (_("A person looked at the comment that you complained about. Readers do not see it any more."),),
        (_("We erase your address in two weeks."),),
        rows=(("reference", _("Reference")),),
    ),
    "complaint_refused": Words(
        _("About your complaint %(reference)s to %(site)s"), _("The comment stays"),
        (
            _("A person looked at the comment that you complained about and found that it keeps within our rules and "
              "the law. It stays."),
        ),
        (_("If you see it otherwise, you can turn to the press council. We erase your address in two weeks."),),
        rows=(("reference", _("Reference")),),
    ),
    "prize_won": Words(
        _("You won: %(prize)s"), _("Congratulations"),
        (
            _("You took part in “%(title)s”, and you were drawn. Your prize: %(prize)s."),
            _("Claim it until %(until)s; after that it goes to the next one."),
        ),
        (
            _("You claim it on our site alone, after signing in. Nobody of %(site)s asks for money, a code or a "
              "password for it."),
        ),
        button=_("Claim my prize"),
    ),
    "prize_won_short": Words(
        _("You won something at %(site)s"), _("You won"),
        (
            _("You were drawn in “%(title)s”. Sign in at %(site)s and open your campaigns to claim the prize until "
              "%(until)s."),
            _("We never ask for money, a code or a password for it."),
        ),
    ),
    "prize_reminder": Words(
        _("Your prize still waits: %(prize)s"), _("Your prize still waits"),
        (
            _("You won %(prize)s in “%(title)s” and have not claimed it yet."),
            _("You can until %(until)s; after that it goes to the next one."),
        ),
        button=_("Claim my prize"),
    ),
    "prize_claimed": Words(
        _("A prize was claimed with your account at %(site)s"), _("A prize was claimed"),
        (_("In “%(title)s”: %(prize)s."),),
        (_("If it was you, all is well. If not, press the button: it ends every session and helps you on."),),
        rows=(WHEN,), button=NOT_ME,
    ),
    "prize_ready": Words(
        _("Your prize is there: %(prize)s"), _("Your prize is there"),
        (_("What you claimed in “%(title)s” was handed over to you: %(prize)s."),),
        (_("A voucher is shown on our site alone, after you have shown that it is you."),),
        button=_("To my prize"),
    ),
    "prize_passed_on": Words(
        _("Your prize in “%(title)s” went on"), _("The prize went on"),
        (_("%(prize)s is yours no longer and goes to the next one in the order that was drawn."),),
        (_("The reason is one of those that were published before the draw. If it is wrong, write to the newsroom."),),
        rows=(("why", _("Reason")),), button=_("To the campaign"),
    ),
    "audit_witness": Words(
        _("The end of the audit log of %(site)s"), _("The end of the audit log"),
        (_("Keep this: whoever changes the log later can't change what stands here."),),
        (_("To hold the log against it: warta audit verify --seen NUMBER:SEAL"),),
        rows=(("number", _("Number")), ("seal", _("Seal")), WHEN),
    ),
    "comment_answered": Words(
        _("%(name)s answered your comment at %(site)s"), _("Your comment was answered"),
        (_("%(name)s answered what you wrote under this article: %(article)s"),),
        (
            _("There may be more answers by now. We write at most once an hour about one exchange."),
            _("No more of these mails: %(stop_link)s"),
        ),
        button=_("Read the answer"),
    ),
    "telegram_hello": Words(
        _("Telegram was linked to your account at %(site)s"), _("Telegram was linked"),
        (_("This Telegram account belongs to your account at %(site)s from now on. Send /unlink to end it."),),
    ),
}  # fmt: skip


class WrongMail(ValueError):
    """A room asked for a mail that there is not, or told it the wrong facts."""


def check_facts(kind: str, facts: dict[str, str], *, site_url: str) -> None:
    """Raises WrongMail, which names the fact and never its value."""
    if kind not in KINDS:
        raise WrongMail(f"there is no mail {kind!r}; mails/kinds.py lists them")
    if set(facts) != KINDS[kind].facts:
        raise WrongMail(f"the mail {kind!r} tells {sorted(KINDS[kind].facts)}, not {sorted(facts)}")
    for name, value in facts.items():
        if name.endswith("link") and not value.startswith(site_url + "/"):
            raise WrongMail(f"the fact {name!r} of the mail {kind!r} must lead to this site")
