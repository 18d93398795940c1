"""Close reading: what one article can tell, each answer with its uncertainty, and nothing that it cannot tell."""

from newsstudy.article._hedges import hedge_rates, hedges
from newsstudy.article._quotations import quotations
from newsstudy.article._quoted_share import quoted_share

__all__ = ["hedge_rates", "hedges", "quotations", "quoted_share"]
