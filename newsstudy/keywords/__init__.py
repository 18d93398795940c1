"""Keywords: one question, one function, one table."""

from newsstudy.keywords._association import MEASURES
from newsstudy.keywords._bursts import bursts
from newsstudy.keywords._calibration import calibration
from newsstudy.keywords._change_points import change_points
from newsstudy.keywords._collocation_network import collocation_network
from newsstudy.keywords._collocations import collocations
from newsstudy.keywords._compare_articles import compare_articles
from newsstudy.keywords._dispersion import dispersion
from newsstudy.keywords._diversity import diversity
from newsstudy.keywords._extract_keywords import extract_keywords
from newsstudy.keywords._extraction_methods import METHODS
from newsstudy.keywords._frequency import frequency
from newsstudy.keywords._keyness import keyness
from newsstudy.keywords._keyword_extractor import KeywordExtractor
from newsstudy.keywords._kwic import kwic
from newsstudy.keywords._kwic_html import kwic_html
from newsstudy.keywords._kwic_latex import kwic_latex
from newsstudy.keywords._method_agreement import method_agreement
from newsstudy.keywords._method_keywords import method_keywords
from newsstudy.keywords._occurrences import occurrences
from newsstudy.keywords._profile import profile
from newsstudy.keywords._readability import readability
from newsstudy.keywords._reference_list import ReferenceList, general_english
from newsstudy.keywords._shift import shift
from newsstudy.keywords._table_method import TableMethod, table_method
from newsstudy.keywords._trends import trends
from newsstudy.keywords._words_needed import words_needed

__all__ = [
    "MEASURES",
    "METHODS",
    "KeywordExtractor",
    "ReferenceList",
    "TableMethod",
    "bursts",
    "calibration",
    "change_points",
    "collocation_network",
    "collocations",
    "compare_articles",
    "dispersion",
    "diversity",
    "extract_keywords",
    "frequency",
    "general_english",
    "keyness",
    "kwic",
    "kwic_html",
    "kwic_latex",
    "method_agreement",
    "method_keywords",
    "occurrences",
    "profile",
    "readability",
    "shift",
    "table_method",
    "trends",
    "words_needed",
]
