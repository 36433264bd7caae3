"""Whether a chain of parts is a place at all: common words that are also names of units are none."""

from nlu.places.chains import Chain
from nlu.places.gazetteer import DISTRICT, PROVINCE, WARD, Entry
from nlu.places.keys import marks_key, word_key
from nlu.places.risky import FALSE_FRIENDS, NEVER, RISKY, SAFE_WITH_MARKS, WORD_PAIRS
from nlu.places.scan import Part, Scanner, agreement
from nlu.places.tokens import Token
from nlu.places.words import (
    FILLER,
    KINDS_OF_UNIT,
    LINKS,
    LOCATIVES,
    NOT_NAME_AFTER,
    NOT_PLACE_AFTER,
    NOT_PLACE_MARKED,
    PERSONS,
    SOMETIMES_OTHER,
    UNIT_WORDS,
    WEAK_LOCATIVES,
)

_MARKED = frozenset(marks_key(word) for word in NOT_PLACE_MARKED)
_LOCATIVE_MARKS = frozenset(marks_key(word) for word in ("ở", "tại", "quê", "thuộc", "trọ", "quán", "trú"))


class Caution:
    """Judges the chains of one text."""

    def __init__(self, scanner: Scanner) -> None:
        """Keep the text's tokens."""
        self._scanner = scanner
        self._tokens = scanner.tokens
        #: Tokens before it belong to the place found last.
        self.floor = 0
        self._shouting = not any(token.text.islower() for token in scanner.tokens)

    def is_street(self, start: int) -> bool:
        """Whether the words before token `start` make what follows a street, a hamlet, a building or a person."""
        if start == self.floor:
            return False
        before = self._tokens[start - 1]
        if not set(before.gap) <= {" ", ".", ":"}:
            return False
        if before.key.isdigit():
            return True
        if before.marks in _MARKED:
            return True
        pair = f"{self._tokens[start - 2].key} {before.key}" if start > 1 else ""
        if pair in NOT_PLACE_AFTER:
            return True
        return before.key in NOT_PLACE_AFTER and not (before.marked and before.key in SOMETIMES_OTHER)

    def accepts(self, chain: Chain) -> bool:
        """Whether `chain`, found in a sentence, is a place: by a unit word, a second part or a rare name."""
        first = chain.parts[0]
        if chain.has_unit:
            return self._units_name(chain)
        if self._half_capital(first) or self._is_person(first):
            return False
        if self.is_street(first.start) and chain.level != PROVINCE and chain.levels[0] != PROVINCE:
            return False
        if len(chain.parts) > 1:
            return self._agrees(chain) and not self._across_words(chain)
        if self.is_risky(chain) or not self._agrees(chain) or self._is_torn(first):
            return False
        if chain.level == WARD:
            return self._located(first) and self._spelt(chain)
        return chain.level == PROVINCE or (self._spelt(chain) and self._stands_out(first))

    def _is_torn(self, part: Part) -> bool:
        """Whether a bare name in small letters takes a syllable from a word beside it: "bình tân trang nhà"."""
        here = self._tokens[part.name_start : part.name_end]
        if any(token.capital for token in here) or self._strongly_located(part):
            return False
        before, after = self._before(part.start), self._after(part.end)
        return (before is not None and f"{before.key} {here[0].key}" in WORD_PAIRS) or (
            after is not None and f"{here[-1].key} {after.key}" in WORD_PAIRS
        )

    def _after(self, end: int) -> Token | None:
        return self._tokens[end] if end < len(self._tokens) and self._tokens[end - 1].gap == " " else None

    def _spelt(self, chain: Chain) -> bool:
        """Whether no typed mark contradicts the name: "vụ ban hành" is no Vụ Bản."""
        part = chain.parts[0]
        here = self._tokens[part.name_start : part.name_end]
        best = max(agreement(here, entry.spelling) for entry in self._entries(chain))
        return not any(token.marked for token in here) or best == 2 * len(here) or all(token.capital for token in here)

    def _stands_out(self, part: Part) -> bool:
        """Whether an unmarked name in small letters stands first, last, before a comma or behind "ở"."""
        here = self._tokens[part.name_start : part.name_end]
        if any(token.marked or token.capital for token in here):
            return True
        before = self._before(part.start)
        edge = part.start == 0 or part.end == len(self._tokens) or "," in self._tokens[part.end - 1].gap
        return edge or (before is not None and (before.key in LOCATIVES or before.key in WEAK_LOCATIVES))

    def accepts_alone(self, chain: Chain) -> bool:
        """Whether `chain` is a place where everything else in the text is filler: an answer to "anh/chị ở đâu?"."""
        rest = [token for number, token in enumerate(self._tokens) if not chain.start <= number < chain.end]
        if not self.is_filler(rest):
            return False
        first = chain.parts[0]
        if first.fuzzy and not first.unit and not self._is_plain_slip(chain, alone=not rest):
            return False
        if self._half_capital(first) or self.is_street(first.start):
            return False
        if not rest and len(self._tokens) == 1 and first.name_end - first.name_start == 1:
            return (self._tokens[0].capital or chain.level != WARD) and self._agrees(chain)
        if len(chain.parts) == 1 and not chain.has_unit and (chain.level == WARD or rest) and self.is_risky(chain):
            return False
        wrong_tones = not rest and chain.level != WARD and not first.fuzzy and self._half_agrees(chain)
        return (wrong_tones or self._agrees(chain)) and not (chain.level == PROVINCE and len(rest) > 6)

    def _is_plain_slip(self, chain: Chain, alone: bool) -> bool:
        """Whether a misspelt bare name is long enough to be meant: "kim cuong" and "hai san" are words of their own."""
        part = chain.parts[0]
        here = self._tokens[part.name_start : part.name_end]
        letters = sum(len(token.key) for token in here)
        if " ".join(token.key for token in here) in FALSE_FRIENDS:
            return False
        if len(chain.parts) > 1:
            return not self._has_common_word(part)
        if chain.level == PROVINCE and alone:
            return True
        return not self._has_common_word(part) and letters >= (7 if chain.level == DISTRICT else 9)

    def _half_agrees(self, chain: Chain) -> bool:
        """Whether one word of a bare name bears other marks and the others agree: "vũng tầu", "hà tỉnh"."""
        part = chain.parts[0]
        here = self._tokens[part.name_start : part.name_end]
        if part.unit or len(chain.parts) > 1 or len(here) < 2:
            return False
        key = " ".join(token.key for token in here)
        if key in RISKY and key not in SAFE_WITH_MARKS:
            return False
        return max(agreement(here, entry.spelling) for entry in self._entries(chain)) >= 2 * (len(here) - 2)

    @staticmethod
    def is_filler(tokens: list[Token]) -> bool:
        """Whether `tokens` are but what people put around an answer."""
        return all(token.key in FILLER or not token.key.isalpha() for token in tokens)

    def is_clean(self, chain: Chain) -> bool:
        """Whether no misspelt bare name in `chain` holds a word that people put around a place."""
        return not any(part.fuzzy and not part.unit and self._has_common_word(part) for part in chain.parts)

    def _has_common_word(self, part: Part) -> bool:
        return any(
            token.key in FILLER
            or token.key in LOCATIVES
            or token.key in WEAK_LOCATIVES
            or token.key in NOT_PLACE_AFTER
            or token.key in UNIT_WORDS
            for token in self._tokens[part.name_start : part.name_end]
        )

    def _is_person(self, part: Part) -> bool:
        """ "chị Hà Giang", "em tên Hải Dương": a word of address right before a name with capitals."""
        before = self._before(part.start)
        capital = all(token.capital for token in self._tokens[part.name_start : part.name_end])
        return capital and not part.unit and before is not None and before.text.lower() in PERSONS

    def _half_capital(self, part: Part) -> bool:
        """ "anh Sơn" is no Anh Sơn: a bare name does not begin small and go on with a capital."""
        here = self._tokens[part.name_start : part.name_end]
        return not part.unit and not here[0].capital and any(token.capital for token in here[1:])

    def is_risky(self, chain: Chain) -> bool:
        """Whether a bare name is also an everyday word, with nothing that tells a name."""
        part = chain.parts[0]
        here = self._tokens[part.name_start : part.name_end]
        key = " ".join(token.key for token in here)
        if len(here) == 1 and any(
            entry.name.lower() == here[0].text.lower() or word_key(entry.name) == key for entry in self._entries(chain)
        ):
            return not here[0].capital or part.name_start == 0 or chain.level == WARD
        if key in NEVER or self._in_a_name(part):
            return True
        if key not in RISKY:
            return False
        if self._strongly_located(part) and chain.level != WARD:
            return False
        if all(token.capital for token in here) and not self._shouting:
            return len(here) == 1 and part.name_start == 0
        exact = any(agreement(here, entry.spelling) == 2 * len(here) for entry in self._entries(chain))
        return not (exact and key in SAFE_WITH_MARKS and any(token.marked for token in here))

    def _in_a_name(self, part: Part) -> bool:
        """ "Việt Nam định cư": a capital before, a capital first word and a small second one."""
        here = self._tokens[part.name_start : part.name_end]
        before = self._before(part.start)
        return len(here) > 1 and here[0].capital and not here[1].capital and before is not None and before.capital

    def _agrees(self, chain: Chain) -> bool:
        """Whether the typed marks can be meant as the name's: "can thợ" is not Cần Thơ."""
        for part, level in zip(chain.parts, chain.levels, strict=True):
            here = self._tokens[part.name_start : part.name_end]
            marked = sum(token.marked for token in here)
            if not marked or part.unit:
                continue
            best = max((agreement(here, entry.spelling) for entry in part.levels[level]), default=0)
            if best < 0 or (best == 0 and len(here) == marked and not part.fuzzy and self._whole(part, level)):
                return False
        return True

    def _whole(self, part: Part, level: str) -> bool:
        length = part.name_end - part.name_start
        return any(len(entry.spelling.replace("-", " ").split()) == length for entry in part.levels[level])

    def _units_name(self, chain: Chain) -> bool:
        """Whether the parts with a unit word are names, unlike "ra xã làm hộ chiếu" and "xã hội an ninh"."""
        for part, level in zip(chain.parts, chain.levels, strict=True):
            if not part.unit:
                continue
            here = self._tokens[part.name_start : part.name_end]
            best = max(agreement(here, entry.spelling) for entry in part.levels[level])
            alone = len(chain.parts) == 1
            if any(token.marked for token in here) and best <= 0 and not part.fuzzy and self._whole(part, level):
                return False
            small = not here[0].capital and not here[0].key.isdigit()
            if part.unit == "xa" and here[0].key == "hoi" and alone and small and self._goes_on(part):
                return False
            if alone and small and " ".join(token.key for token in here) in KINDS_OF_UNIT:
                return False
            word = self._tokens[part.start]
            if (
                alone
                and small
                and not word.marked
                and here[0].key in NOT_NAME_AFTER.get(part.unit, ())
                and not self._located(part)
            ):
                return False
            if alone and len(here) == 1 and not here[0].key.isdigit() and self._is_cut(part):
                return False
            if alone and small and len(here) == 1 and not (self._scanner.accented and best == 2 and here[0].marked):
                return False
            if alone and part.fuzzy and (small or self._shouting):
                return False
            if alone and part.unit in {"f", "h", "x", "t", "xa"} and here[0].key.isdigit():
                return False
        return True

    def _is_cut(self, part: Part) -> bool:
        """Whether a name of one syllable may be the beginning of an unknown one: "xã Đông Sơ"."""
        if part.name_end >= len(self._tokens) or part.end > part.name_end or self._tokens[part.name_end - 1].gap != " ":
            return False
        following = self._tokens[part.name_end]
        return not (self._scanner.unit_at(part.name_end)[0] or following.key in FILLER or following.key in LINKS)

    def _goes_on(self, part: Part) -> bool:
        return part.name_end < len(self._tokens) and "," not in self._tokens[part.name_end - 1].gap

    def _across_words(self, chain: Chain) -> bool:
        """Bare names must touch: only a comma, a dash or a space between them."""
        for one, other in zip(chain.parts, chain.parts[1:], strict=False):
            if other.start != one.end or "." in self._tokens[one.end - 1].gap:
                return True
        first = chain.parts[0]
        name = self._tokens[first.name_start]
        if first.name_end - first.name_start > 1 or name.capital:
            return False
        # One small word is a name only as a known short form: "hbt hn", but not "mai sơn la".
        return not any(entry.written for entry in first.levels[chain.levels[0]])

    def _located(self, part: Part) -> bool:
        before = self._before(part.start)
        if before is None:
            return False
        capital = all(token.capital for token in self._tokens[part.name_start : part.name_end])
        return self._strongly_located(part) or (capital and before.key in WEAK_LOCATIVES)

    def _strongly_located(self, part: Part) -> bool:
        before = self._before(part.start)
        if before is None or (before.marked and before.marks not in _LOCATIVE_MARKS):
            return False
        pair = f"{self._tokens[part.start - 2].key} {before.key}" if part.start > 1 else ""
        return before.key in LOCATIVES or pair in LOCATIVES

    def _before(self, start: int) -> Token | None:
        if start == 0 or not set(self._tokens[start - 1].gap) <= {" ", ":", ".", "-"}:
            return None
        return self._tokens[start - 1]

    @staticmethod
    def _entries(chain: Chain) -> list[Entry]:
        return [*chain.wards, *chain.districts, *chain.provinces]
