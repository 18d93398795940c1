"""Studies: what was read, what was made, by which code, with which seed, and whether it is still so."""

from newsstudy.study._verify import Verification, verify
from newsstudy.study.study import Study

__all__ = ["Study", "Verification", "verify"]
