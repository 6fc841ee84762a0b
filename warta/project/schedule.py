"""Every periodic job, with how often it runs. `warta work` runs them; each is safe to run twice."""

from __future__ import annotations

from warta.alerts.digests.services import make_due_digests
from warta.alerts.services import announce_missing
from warta.articles.pictures.preparing import names_of_wanted
from warta.articles.publishing.timing import act_on_time
from warta.audit.services import write_witness
from warta.campaigns.integrity.clusters import find_clusters
from warta.campaigns.integrity.daily import publish_days
from warta.campaigns.integrity.traits import note_traits
from warta.campaigns.prizes.upkeep import forget_prizes, hand_over_waiting, pass_on_due, remind_winners, tell_winners
from warta.campaigns.sealing.drawing import draw_due
from warta.campaigns.sealing.looking import compare_published
from warta.campaigns.sealing.passing import publish_passings
from warta.campaigns.sealing.services import seal_approved
from warta.campaigns.taking_part.sweeping import (
    close_due,
    look_at_candidates,
    press_counts,
    sweep_comments,
    turn_pages,
)
from warta.comments.moderation.telling import tell_settled
from warta.comments.showing.closing import tell_closed
from warta.comments.showing.counting import tell_counts
from warta.comments.showing.liking import sum_likes
from warta.comments.telling import tell_moves
from warta.comments.writing.following import recount_threads, tell_press
from warta.comments.writing.nudging import expire_nudges
from warta.jobs.models import Job
from warta.limits.services import forget_unused
from warta.linking.catching_up import backlog, unless_behind
from warta.linking.placing.following import keep_profiles, place_missing
from warta.linking.stories.services import forget_old_terms, gather_some
from warta.live.services import forget_old as forget_old_notices
from warta.operations.apart import Apart
from warta.operations.kept_aside import forget_kept_aside
from warta.operations.witness import tell_witnesses
from warta.outbox.services import forget_settled
from warta.press.upkeep import collect_garbage, densify, sweep
from warta.readers.contacts.forgetting import forget_unproven
from warta.readers.mails.services import erase_left_over
from warta.readers.own_data.deleting import erase_due
from warta.readers.own_data.downloading import make_downloads
from warta.readers.own_data.erasure_list import follow_table
from warta.readers.own_data.forgetting import forget_expired
from warta.readers.terms.settling import settle_withdrawals

PICTURES = Apart("pictures", wanted=names_of_wanted)
CATCH_UP = Apart("catchup", wanted=backlog)

JOBS: tuple[Job, ...] = (
    Job("audit.witness", seconds=60, run=write_witness),
    Job("audit.tell_witnesses", seconds=6 * 3600, run=tell_witnesses),
    Job("live.forget_old", seconds=60, run=forget_old_notices),
    Job("limits.forget_unused", seconds=3600, run=forget_unused),
    # Each run lasts three seconds at most; a killed worker's lease is over twice as soon as its articles may be late.
    Job("articles.on_time", seconds=1, run=act_on_time, lease_seconds=4),
    Job("articles.prepare_pictures", seconds=5, run=PICTURES.look),
    Job("alerts.announce_missing", seconds=15, run=announce_missing),
    Job("alerts.make_digests", seconds=10, run=make_due_digests),
    # Short, so that what was published a moment ago is in its story; it stops by itself after a second and a half.
    Job("linking.gather_stories", seconds=2, run=unless_behind(gather_some), lease_seconds=60),
    Job("linking.forget_old_terms", seconds=60, run=forget_old_terms),
    Job("campaigns.close_due", seconds=5, run=close_due),
    Job("campaigns.turn_pages", seconds=5, run=turn_pages),
    Job("campaigns.press_counts", seconds=5, run=press_counts),
    Job("campaigns.sweep_comments", seconds=60, run=sweep_comments),
    Job("campaigns.look_at_candidates", seconds=60, run=look_at_candidates),
    Job("campaigns.note_traits", seconds=60, run=note_traits),
    Job("campaigns.find_clusters", seconds=3600, run=find_clusters, lease_seconds=1800),
    # Due at local midnight, and caught up after a pause: what is over and not published is found by state.
    Job("campaigns.publish_days", seconds=60, run=publish_days, lease_seconds=900),
    Job("campaigns.seal_approved", seconds=3, run=seal_approved, lease_seconds=600),
    Job("campaigns.draw_due", seconds=10, run=draw_due, lease_seconds=600),
    Job("campaigns.publish_passings", seconds=30, run=publish_passings, lease_seconds=600),
    Job("campaigns.compare_published", seconds=86_400, run=compare_published, lease_seconds=3600),
    Job("campaigns.tell_winners", seconds=5, run=tell_winners),
    Job("campaigns.remind_winners", seconds=600, run=remind_winners),
    Job("campaigns.pass_on_due", seconds=30, run=pass_on_due),
    Job("campaigns.hand_over_waiting", seconds=30, run=hand_over_waiting),
    Job("campaigns.forget_prizes", seconds=86_400, run=forget_prizes),
    # Both short: what was published a moment ago is on its page, and whoever is to hear of it does.
    Job("comments.tell_press", seconds=1, run=tell_press, lease_seconds=60),
    Job("comments.tell_moves", seconds=1, run=tell_moves, lease_seconds=60),
    Job("comments.recount", seconds=60, run=recount_threads),
    Job("comments.expire_nudges", seconds=60, run=expire_nudges),
    # Who is concerned hears of a decision two minutes after it, which is the time for taking it back.
    Job("comments.tell_settled", seconds=15, run=tell_settled),
    Job("comments.sum_likes", seconds=5, run=sum_likes, lease_seconds=60),
    Job("comments.tell_counts", seconds=10, run=tell_counts),
    Job("comments.tell_closed", seconds=60, run=tell_closed),
    Job("readers.erase_mails", seconds=60, run=erase_left_over),
    Job("readers.forget_contacts", seconds=600, run=forget_unproven),
    Job("readers.make_downloads", seconds=10, run=make_downloads, lease_seconds=600),
    Job("readers.erase_due", seconds=60, run=erase_due),
    Job("readers.list_erasures", seconds=60, run=follow_table),
    Job("readers.settle_withdrawals", seconds=60, run=settle_withdrawals),
    Job("readers.forget_expired", seconds=3600, run=forget_expired),
    Job("operations.forget_kept_aside", seconds=3600, run=forget_kept_aside),
    Job("outbox.forget_settled", seconds=86_400, run=forget_settled),
    # Two short steps behind whatever changes; the second heals what a crash left and sees to imported articles.
    Job("linking.keep_profiles", seconds=2, run=unless_behind(keep_profiles), lease_seconds=60),
    Job("linking.place_missing", seconds=5, run=unless_behind(place_missing), lease_seconds=60),
    Job("linking.catch_up", seconds=5, run=CATCH_UP.look),
    Job("press.sweep", seconds=60, run=sweep),
    Job("press.densify", seconds=10, run=densify),
    Job("press.collect_garbage", seconds=3600, run=collect_garbage),
)
