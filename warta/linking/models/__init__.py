"""What is linked to what: read-also links beside the articles' own text, stories, and who said what in them."""

from warta.linking.models.placing import Placement, Placing, SectionWithoutLinks
from warta.linking.models.profiles import ArticleProfile, Followed
from warta.linking.models.statements import SaidInArticle
from warta.linking.models.stories import FindingTerm, Gathered, GatheringPosition, Story

__all__ = [
    "ArticleProfile",
    "FindingTerm",
    "Followed",
    "Gathered",
    "GatheringPosition",
    "Placement",
    "Placing",
    "SaidInArticle",
    "SectionWithoutLinks",
    "Story",
]
