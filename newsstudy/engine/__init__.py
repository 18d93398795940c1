"""Where blocks of work run. Results never depend on it: blocks are cut by the work's own size and joined in block order."""

from newsstudy.engine.local import add_blocks, blocks_of, map_blocks, threads, use_engine
from newsstudy.engine.pages import pages

__all__ = ["add_blocks", "blocks_of", "map_blocks", "pages", "threads", "use_engine"]
