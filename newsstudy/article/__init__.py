"""Close reading: what one article can tell, each answer with its uncertainty, and nothing that it cannot tell."""

__all__: list[str] = []
