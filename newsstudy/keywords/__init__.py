"""Keywords: one question, one function, one table."""

from newsstudy.keywords._bursts import bursts
from newsstudy.keywords._calibration import calibration
from newsstudy.keywords._change_points import change_points
from newsstudy.keywords._collocation_network import collocation_network
from newsstudy.keywords._collocations import MEASURES, collocations
from newsstudy.keywords._dispersion import dispersion
from newsstudy.keywords._extract_keywords import METHODS, extract_keywords
from newsstudy.keywords._frequency import frequency
from newsstudy.keywords._keyness import keyness
from newsstudy.keywords._kwic import kwic
from newsstudy.keywords._occurrences import occurrences
from newsstudy.keywords._profile import diversity, profile, readability
from newsstudy.keywords._reference_list import ReferenceList, general_english
from newsstudy.keywords._shift import shift
from newsstudy.keywords._trends import trends

__all__ = [
    "MEASURES",
    "METHODS",
    "ReferenceList",
    "bursts",
    "calibration",
    "change_points",
    "collocation_network",
    "collocations",
    "dispersion",
    "diversity",
    "extract_keywords",
    "frequency",
    "general_english",
    "keyness",
    "kwic",
    "occurrences",
    "profile",
    "readability",
    "shift",
    "trends",
]
