"""What is linked to what: read-also links beside the articles' own text."""

from warta.linking.models.placing import Placement

__all__ = ["Placement"]
