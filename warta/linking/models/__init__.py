"""What is linked to what: read-also links beside the articles' own text, stories, and who said what in them."""

from warta.linking.models.placing import Placement
from warta.linking.models.statements import SaidInArticle
from warta.linking.models.stories import FindingTerm, Gathered, GatheringPosition, Story

__all__ = ["FindingTerm", "Gathered", "GatheringPosition", "Placement", "SaidInArticle", "Story"]
