"""What readers see: cards, fronts, lists and the article itself, fetched and made ready for templates."""
