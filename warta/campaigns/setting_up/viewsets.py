"""The campaign's form in the newsroom, with its prizes, reasons and articles. Lists and states are in `newsroom.py`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, PageChooserPanel
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from warta.campaigns.models import Campaign, State
from warta.campaigns.setting_up.forms import CampaignForm
from warta.campaigns.setting_up.services import keep_draft
from warta.campaigns.setting_up.starting import REVIEW_EN, REVIEW_ID


class _Keeping:
    """Saving goes through the service, which leaves an audit entry."""

    def save_instance(self) -> Campaign:
        form = self.form  # type: ignore[attr-defined]
        campaign: Campaign = form.save(commit=False)
        return keep_draft(campaign, by=self.request.user.public_id)  # type: ignore[attr-defined]

    def get_success_url(self) -> str:
        return reverse("campaigns:campaign", args=[self.object.pk])  # type: ignore[attr-defined]


class CampaignCreateView(_Keeping, CreateView):
    def get_initial_form_instance(self) -> Campaign:
        return Campaign(review_id=REVIEW_ID, review_en=REVIEW_EN, profile_items=["full_name", "birth_date", "phone"])


class CampaignEditView(_Keeping, EditView):
    """Only of drafts: from the opening on there is nothing to edit."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        campaign = self.get_object()
        if campaign.state != State.DRAFT:
            messages.warning(request, _("The campaign is open: what entrants rely on stays. Say it in a notice."))
            return redirect("campaigns:campaign", campaign.pk)
        return super().dispatch(request, *args, **kwargs)


class CampaignForms(ModelViewSet):
    model = Campaign
    icon = "tag"
    url_prefix = "campaigns/form"
    add_to_admin_menu = False
    add_view_class = CampaignCreateView
    edit_view_class = CampaignEditView
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ("slug", "title_id", "state")
    search_fields = ()
    edit_handler = ObjectList(
        [
            MultiFieldPanel([
                FieldRowPanel([FieldPanel("title_id"), FieldPanel("title_en")]),
                FieldRowPanel([FieldPanel("invitation_id"), FieldPanel("invitation_en")]),
                FieldRowPanel([FieldPanel("hashtag_shown"), FieldPanel("slug")]),
                FieldPanel("seen_version"),
            ], heading=gettext_lazy("What readers see")),
            MultiFieldPanel([
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldRowPanel([FieldPanel("draw_at"), FieldPanel("mechanism")]),
            ], heading=gettext_lazy("When")),
            MultiFieldPanel([FieldPanel("scope"), FieldPanel("sections")], heading=gettext_lazy("Which articles")),
            InlinePanel(
                "chosen_articles", heading=gettext_lazy("Chosen articles"), label=gettext_lazy("Article"),
                panels=[PageChooserPanel("article")],
            ),
            InlinePanel(
                "prizes", heading=gettext_lazy("Prizes"), label=gettext_lazy("Prize"),
                panels=[
                    FieldRowPanel([FieldPanel("name_id"), FieldPanel("name_en")]),
                    FieldRowPanel([FieldPanel("quantity"), FieldPanel("value"), FieldPanel("currency")]),
                ],
            ),
            MultiFieldPanel([
                FieldPanel("profile_items"),
                FieldRowPanel([FieldPanel("min_age"), FieldPanel("min_account_age_days"),
                               FieldPanel("civility_at_least")]),
            ], heading=gettext_lazy("Who may take part")),
            MultiFieldPanel([
                FieldPanel("terms"),
                FieldRowPanel([FieldPanel("permit_number"), FieldPanel("permit_from")]),
                FieldRowPanel([FieldPanel("tax_permille"), FieldPanel("claim_days"), FieldPanel("substitutes")]),
            ], heading=gettext_lazy("Terms, permit and handing over")),
            MultiFieldPanel([
                FieldPanel("review_id"), FieldPanel("review_en"),
            ], heading=gettext_lazy("Several accounts of one person")),
            InlinePanel(
                "disqualification_reasons", heading=gettext_lazy("When a prize passes on"),
                label=gettext_lazy("Reason"),
                help_text=gettext_lazy("These are sealed: after the draw no other reason counts. Left empty, the usual "
                                       "ones are put here."),
                panels=[
                    FieldRowPanel([FieldPanel("words_id"), FieldPanel("words_en")]),
                    FieldRowPanel([FieldPanel("evidence_id"), FieldPanel("evidence_en")]),
                    FieldRowPanel([FieldPanel("slug"), FieldPanel("until")]),
                ],
            ),
        ],
        base_form_class=CampaignForm,
    )  # fmt: skip

    @cached_property
    def name(self) -> str:
        return "campaign_forms"
