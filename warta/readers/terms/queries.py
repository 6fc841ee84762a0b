"""What was published, what a person answered to it, and what they are to be asked again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, OuterRef, QuerySet, Subquery

from warta.lib.clock import now
from warta.readers.models import Answer, ConsentReceipt, TermsDocument, TermsVersion, User
from warta.readers.terms.purposes import PURPOSES, Purpose

# Law 27/2022 gives three times twenty-four hours to act on a withdrawal.
HOURS_TO_ACT = 72


@dataclass(frozen=True)
class Standing:
    """Where a purpose stands for a person; `receipt` is their last answer, None when they gave none."""

    purpose: Purpose
    receipt: ConsentReceipt | None
    version: TermsVersion | None

    @property
    def is_given(self) -> bool:
        if self.receipt is None:
            return self.purpose.is_objected_to
        return self.receipt.answer == Answer.GIVEN

    @property
    def is_of_an_old_version(self) -> bool:
        return bool(self.receipt and self.version and self.receipt.version_id != self.version.pk)


def current_version(slug: str) -> TermsVersion | None:
    """What counts now under this address; None before the first publication."""
    versions: QuerySet[TermsVersion] = TermsVersion.objects.filter(document__slug=slug)
    return versions.select_related("document").order_by("-number").first()


def current_versions() -> dict[str, TermsVersion]:
    """The same for every address, in the order of the list of terms."""
    newest = TermsVersion.objects.filter(document=OuterRef("pk")).order_by("-number").values("pk")[:1]
    wanted = TermsDocument.objects.annotate(newest=Subquery(newest)).exclude(newest=None)
    order = {pk: slug for slug, pk in wanted.values_list("slug", "newest")}
    found = TermsVersion.objects.select_related("document").in_bulk(list(order))
    return {slug: found[pk] for pk, slug in order.items()}


def has_consented(person: User, purpose: Purpose) -> bool:
    """Whether this may be done for the person now. An answer stands for what was asked until it is taken back."""
    last = ConsentReceipt.objects.filter(person=person, purpose=purpose.name, is_current=True)
    answer = last.values_list("answer", flat=True).first()
    return purpose.is_objected_to if answer is None else answer == Answer.GIVEN


def people_who_consented(purpose: Purpose) -> QuerySet[User]:
    """Everybody for whom this may be done now, to be narrowed by the caller."""
    last = ConsentReceipt.objects.filter(purpose=purpose.name, is_current=True)
    if purpose.is_objected_to:
        return User.objects.exclude(pk__in=last.filter(answer=Answer.WITHDRAWN).values("person"))
    return User.objects.filter(pk__in=last.filter(answer=Answer.GIVEN).values("person"))


def standings_of(person: User) -> list[Standing]:
    """Every purpose whose text is published, with the person's last answer."""
    last = {receipt.purpose: receipt for receipt in _answers_of(person)}
    versions = current_versions()
    return [
        Standing(purpose, last.get(purpose.name), versions[purpose.document])
        for purpose in PURPOSES
        if purpose.document in versions
    ]


def standings_to_ask_again(person: User) -> list[Standing]:
    """What the person agreed to in a version that was changed in its matter since."""
    given = [receipt for receipt in _answers_of(person) if receipt.answer == Answer.GIVEN]
    if not given:
        return []
    newest = _newest_material(receipt.version.document_id for receipt in given)
    outdated = {
        receipt.purpose for receipt in given if receipt.version.number < newest.get(receipt.version.document_id, 0)
    }
    return [standing for standing in standings_of(person) if standing.purpose.name in outdated] if outdated else []


def receipts_of(person: User) -> QuerySet[ConsentReceipt]:
    """Every answer the person ever gave, the last first."""
    return ConsentReceipt.objects.filter(person=person).select_related("version__document")


def withdrawals_overdue() -> int:
    """How many were not fully acted on within the time that the law gives."""
    return unsettled_withdrawals().filter(at__lt=now() - timedelta(hours=HOURS_TO_ACT)).count()


def unsettled_withdrawals() -> QuerySet[ConsentReceipt]:
    return ConsentReceipt.objects.filter(answer=Answer.WITHDRAWN, settled_at=None).select_related("person")


def terms_changed_since(moment: datetime) -> list[tuple[str, datetime]]:
    """Slug and time of what was published since, for the sweep of the press."""
    found = TermsVersion.objects.filter(published_at__gte=moment)
    return list(found.values_list("document__slug", "published_at"))


def _answers_of(person: User) -> QuerySet[ConsentReceipt]:
    return ConsentReceipt.objects.filter(person=person, is_current=True).select_related("version__document")


def _newest_material(documents: Iterable[int]) -> dict[int, int]:
    """For each document the number of the last version that asks for a new answer."""
    material = TermsVersion.objects.filter(document__in=set(documents), is_material=True).order_by()
    return dict(material.values_list("document").annotate(newest=Max("number")))
