"""The site's own rows: home page and first section, the roles with what each may do, the review by editors."""

from __future__ import annotations

from warta.alerts.permissions import let_decide_alerts, let_see_alerts, let_set_channels
from warta.articles.permissions import let_curate, let_edit, let_write
from warta.articles.site_setup import set_up_site
from warta.campaigns.permissions import let_approve_draws, let_run_campaigns
from warta.comments.moderation.permissions import let_feature, let_moderate
from warta.linking.stories.permissions import let_edit_stories, let_see_stories
from warta.readers.roles import ensure_roles
from warta.readers.terms.publishing import ensure_starting_texts


def set_up() -> None:
    """Bring the site into being after the migrations. Safe to repeat."""
    roles = ensure_roles()
    ensure_starting_texts()
    front = set_up_site(reviewers=[roles["editor"], roles["front-editor"]])
    let_write(roles["reporter"], front)
    let_edit(roles["editor"], front)
    let_curate(roles["front-editor"], front)
    for role in ("reporter", "operator"):
        let_see_alerts(roles[role])
    for role in ("editor", "front-editor"):
        let_decide_alerts(roles[role])
    let_see_stories(roles["reporter"])
    for role in ("editor", "front-editor"):
        let_edit_stories(roles[role])
        let_feature(roles[role])
    let_moderate(roles["moderator"])
    for role in ("front-editor", "operator"):
        let_set_channels(roles[role])
    let_run_campaigns(roles["campaign-manager"])
    for role in ("editor", "front-editor"):
        let_approve_draws(roles[role])
