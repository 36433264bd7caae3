"""Personal numbers in a citizen's text become typed tokens before anything stores, logs or answers it.

`mask` finds identity numbers, telephones, dossier codes, e-mail addresses, accounts, one-time passwords and
birth dates and licence plates, also when they are written with spaces, dots, full-width digits, invisible
characters, letters for digits or in words. It leaves alone what an answer needs: procedure codes, decrees,
forms, money, years, dates without a person, quantities and hotlines. Pure Python, importable in both environments.
"""

from nlu.privacy.numbers import KEPT, MAYBE_SPELT, long_numbers, spelt
from nlu.privacy.shadow import shadow_of
from nlu.privacy.shapes import SPELT_AT, births, dossiers, emails, plates
from nlu.privacy.tokens import TOKENS, Span, overlaps
from nlu.text import fold, nfc

__all__ = ["TOKENS", "mask"]


def mask(text: str) -> str:
    """Return `text` with personal numbers replaced by tokens such as [CCCD]; the rest stays as it was."""
    few = sum(map(str.isdigit, text)) < 4
    if few and "@" not in text and not SPELT_AT.search(text) and not MAYBE_SPELT.search(nfc(text)):
        return text
    shadow, places = shadow_of(text)
    folded = fold(shadow)
    spans: list[Span] = []
    for finder in (emails, dossiers, births, plates, spelt):
        spans += [span for span in finder(shadow, folded) if not overlaps(span, spans)]
    kept = [*spans, *(Span(*found.span(), "") for pattern in KEPT for found in pattern.finditer(folded))]
    spans += [span for span in long_numbers(folded, kept) if not overlaps(span, spans)]
    spans.sort()
    result, position = [], 0
    for span in spans:
        start, end = places[span.start], places[span.end - 1] + 1
        result.append(text[position:start])
        if start and text[start - 1].isalnum():
            result.append(" ")
        result.append(span.token)
        if end < len(text) and text[end].isalnum():
            result.append(" ")
        position = end
    return "".join((*result, text[position:]))
