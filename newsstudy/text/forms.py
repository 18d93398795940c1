"""stub until merged"""
from newsstudy.text.rules import Rule, term_form
def pieces(form: str, rule: Rule):
    n = len(form.encode())
    if rule.possessive and len(form) > 2 and form[-1] in "sS" and form[-2] in "'‘’＇":
        k = len(form[-2:].encode())
        return ((0, n - k, term_form(form[:-2], rule)), (n - k, n, "'s"))
    return ((0, n, term_form(form, rule)),)
