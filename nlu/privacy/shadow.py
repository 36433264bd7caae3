"""A text as it should have been typed: digits behind other scripts, hidden signs and look-alike letters."""

import re
import unicodedata


def shadow_of(text: str) -> tuple[str, list[int]]:
    """Return the text as it should have been typed, in NFC, and for each character its place in the original."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if unicodedata.category(char) in ("Cf", "Mn", "Me", "Cc") and char not in "\t\n\r":
            if unicodedata.combining(char) and chars:
                composed = unicodedata.normalize("NFC", chars[-1] + char)
                if len(composed) == 1:
                    chars[-1] = composed
            continue
        plain = unicodedata.normalize("NFKC", char) if char > "\x7f" else char
        digit = unicodedata.digit(char, -1) if char > "\x7f" else -1
        plain = str(digit) if digit >= 0 else plain if len(plain) == 1 else char
        chars.append("-" if plain in "‐‑‒–—−" else " " if plain.isspace() else plain)
        places.append(place)
    shadow = _O_FOR_ZERO.sub(lambda found: "0" * len(found[0]), "".join(chars))
    return _LETTERED_RUN.sub(_with_digits, shadow), places


def _with_digits(found: re.Match[str]) -> str:
    """Return a run of digits and letters that look like some as digits, if it is long enough for a number."""
    run = found[0]
    signs = sum(char.isalnum() or char == "|" for char in run)
    digits = sum(map(str.isdigit, run))
    return run.translate(_LOOKS_LIKE) if signs >= 9 and digits >= 5 and digits < signs else run


_LOOKS_LIKE = str.maketrans("oOlI|", "00111")
_LETTERED_RUN = re.compile(r"(?<![^\W_])[0-9oOlI|]+(?:[ ._-][0-9oOlI|]+){0,12}(?![^\W_])")
_O_FOR_ZERO = re.compile(r"(?<=[0-9])[oO]{1,3}(?=[0-9])|(?<![^\W_])[oO](?=[0-9]{2})|(?<=[0-9]{2})[oO](?![^\W_])")
