"""Reports: what all parts find in one article, on pages that a reader understands without the method."""

__all__: list[str] = []
