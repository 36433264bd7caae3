"""The content lint over the base: the very code that checks what ships."""

from functools import cache

from knowledge.console.base.models import Guide
from knowledge.guide import Guide as Contract
from knowledge.lint import Finding, lint_guide
from knowledge.rules import RuleBook, load_rules
from knowledge.starter import CONTENT
from nlu.clock import today
from nlu.text import fold


@cache
def rule_book() -> RuleBook:
    """Return the routing rules that ship with this release."""
    return load_rules(CONTENT)


def findings(guide: Contract, phrasings: list[str]) -> list[Finding]:
    """Return what the lint says about one guide beside all others of the base."""
    named = {sibling.code for sibling in guide.siblings} | ({guide.linked.code} if guide.linked else set())
    known = set(Guide.objects.filter(code__in=named).values_list("code", flat=True))
    found = lint_guide(guide, rule_book(), today(), {guide.code, *guide.old_codes, *known})
    return [*found, *_taken(guide.code, phrasings)]


def _taken(code: str, phrasings: list[str]) -> list[Finding]:
    """Return an error for each phrasing that another guide has already."""
    mine = {fold(phrase): phrase for phrase in phrasings}
    if not mine:
        return []
    others = Guide.objects.exclude(code=code).exclude(phrasings=[]).values_list("code", "phrasings")
    return [
        Finding(level="error", code=code, field="phrasings", message=f"Câu «{mine[key]}» đã thuộc thủ tục {other}.")
        for other, theirs in others
        for key in {fold(phrase) for phrase in theirs} & set(mine)
    ]
