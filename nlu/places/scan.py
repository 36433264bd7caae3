"""Find the parts of places in a text: a unit word with a name, or a bare name."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from nlu.places.gazetteer import DISTRICT, PROVINCE, WARD, Entry, Gazetteer
from nlu.places.keys import marks_key
from nlu.places.tokens import Token
from nlu.places.words import NEW_WORDS, NOT_UNIT_AFTER, OLD_WORDS, UNIT_TONES, UNIT_WORDS

#: The longest name has six words ("Văn Miếu Quốc Tử Giám", "Nông Trường Thống Nhất").
LONGEST = 6
#: Where one wrong letter is allowed in a name: nowhere, behind a unit word, anywhere.
EXACT, NAMED, ANY = range(3)
#: Numbers in words and Roman ones, as in "quận nhất" and "Phường IV".
_NUMBERS = {
    **dict(zip("mot hai ba bon nam sau bay tam chin muoi".split(), map(str, range(1, 11)), strict=True)),
    **dict(zip("i ii iii iv v vi vii viii ix x xi xii".split(), map(str, range(1, 13)), strict=True)),
    "nhat": "1",
    "nhi": "2",
    "tu": "4",
    "muoi mot": "11",
    "muoi hai": "12",
}
_BREAKS = frozenset(',;:()[]!?\n"|•')


@dataclass(frozen=True)
class Part:
    """A run of tokens that may name a unit.

    `start` and `end` are token numbers, `end` behind the last. `unit` is the key of the unit word or "". `levels` are
    the meanings by level, `types` the types that the unit word allows. `age` is "old" or "new" when the words say so
    ("cũ", "mới"). `fuzzy` tells that the name is misspelt.
    """

    start: int
    end: int
    name_start: int
    name_end: int
    unit: str
    levels: dict[str, list[Entry]] = field(hash=False)
    types: dict[str, frozenset[str]] = field(hash=False)
    age: str = ""
    fuzzy: bool = False


class Scanner:
    """Reads the parts of one text."""

    def __init__(self, gazetteer: Gazetteer, tokens: list[Token]) -> None:
        """Keep the text's tokens; nothing is read yet."""
        self._gazetteer = gazetteer
        self.tokens = tokens
        self.accented = any(token.marked for token in tokens)
        self._at: dict[tuple[int, int, bool], list[Part]] = {}

    def parts_at(self, start: int, fuzzy: int = EXACT, inside: bool = False) -> list[Part]:
        """Return the parts that may begin at token `start`, the longest names first.

        `fuzzy` allows one wrong letter, behind a unit word (NAMED) or anywhere (ANY); `inside` tells that another part
        of the place stands right before.
        """
        key = (start, fuzzy, inside)
        if key not in self._at:
            found = list(self._unit_parts(start, fuzzy >= NAMED, inside))
            # "Quản Bạ" or "Phương Mai" may be meant by what looks like a unit word and a name.
            found += [
                part
                for part in self._bare_parts(start, fuzzy == ANY and not found, inside)
                if not found or part.end - start > 1
            ]
            self._at[key] = found
        return self._at[key]

    def unit_at(self, start: int, inside: bool = False) -> tuple[str, int]:
        """Return the unit word at token `start` and how many tokens it has, or ("", 0)."""
        for length in (2, 1):
            if start + length > len(self.tokens):
                continue
            here = self.tokens[start : start + length]
            if length == 2 and here[0].gap not in {" ", ". ", "."}:
                continue
            key = " ".join(token.key for token in here)
            if key in UNIT_WORDS and self._is_unit(start, key, here, inside):
                return key, length
        return "", 0

    def _is_unit(self, start: int, key: str, here: list[Token], inside: bool) -> bool:
        tone = UNIT_TONES.get(key)
        first = here[0]
        if tone and first.marked and not any(mark in first.marks for mark in tone):
            return False
        if tone and self.accented and not first.marked:
            # An unmarked word among marked ones is itself ("xa" is far), unless a capital or a number follows.
            following = self.tokens[start + 1] if start + 1 < len(self.tokens) else None
            if following is None or not (following.capital or following.key.isdigit() or not following.marked):
                return False
        before = self.tokens[start - 1] if start and not inside else None
        if before and before.key in NOT_UNIT_AFTER.get(key, ()) and before.gap == " " and not first.capital:
            return before.key in {"o", "co", "ten", "chi", "anh", "em", "don"} and first.marked
        return True

    def _unit_parts(self, start: int, fuzzy: bool, inside: bool) -> Iterator[Part]:
        unit, length = self.unit_at(start, inside)
        if not unit:
            return
        name_start, age = self._age_before_name(start + length)
        if name_start >= len(self.tokens):
            return
        gap = set(self.tokens[start + length - 1].gap)
        if not gap <= set(" .:(") or (":" in gap and self.tokens[name_start].key.isdigit()):
            return
        meanings = UNIT_WORDS[unit]
        allowed = frozenset(level for level, _ in meanings)
        for end, entries in self._names(name_start, fuzzy, after_unit=True, allowed=allowed):
            levels = {level: [entry for entry in entries if entry.level == level] for level, _ in meanings}
            if self.tokens[name_start].key.isdigit() or self.tokens[name_start].key in _NUMBERS:
                # Only phường and quận bear numbers.
                levels = {
                    lv: [e for e in found if not e.name.isdigit() or e.types & dict(meanings)[lv]]
                    for lv, found in levels.items()
                }
            levels = {level: found for level, found in levels.items() if found}
            if not levels or (unit in {"t", "h", "x", "f", "ph", "dk"} and not inside and self._weak(name_start, end)):
                continue
            part = Part(start, end, name_start, end, unit, levels, dict(meanings), age, fuzzy)
            yield self._with_age(part)

    def _weak(self, name_start: int, end: int) -> bool:
        """One letter before one small word is no unit word without a full stop or a capital: "h ba" is an hour."""
        token = self.tokens[name_start]
        dotted = "." in self.tokens[name_start - 1].gap or token.capital
        return end - name_start == 1 and not dotted and not token.key.isdigit()

    def _bare_parts(self, start: int, fuzzy: bool, inside: bool) -> Iterator[Part]:
        last = start + 1 == len(self.tokens) or "," in self.tokens[start].gap
        initials = inside and (self.tokens[start].text.isupper() or last)
        for end, entries in self._names(start, fuzzy, after_unit=False, short=initials):
            levels: dict[str, list[Entry]] = {}
            for entry in entries:
                levels.setdefault(entry.level, []).append(entry)
            if self.tokens[start].key.isdigit() or (end - start == 1 and len(self.tokens[start].key) < 2):
                continue
            any_type = dict.fromkeys((PROVINCE, DISTRICT, WARD), frozenset[str]())
            yield self._with_age(Part(start, end, start, end, "", levels, any_type, "", fuzzy))

    def _names(
        self,
        start: int,
        fuzzy: bool,
        after_unit: bool,
        short: bool = False,
        allowed: frozenset[str] = frozenset({WARD, DISTRICT, PROVINCE}),
    ) -> Iterator[tuple[int, list[Entry]]]:
        """Yield (end, meanings) of the names that begin at `start`, the longest first.

        `short` allows initials; only meanings of an `allowed` level count.
        """
        last = self._reach(start)
        for end in range(last, start, -1):
            key = " ".join(token.key for token in self.tokens[start:end])
            entries = [e for e in self._lookup(key, end - start, after_unit, short) if e.level in allowed]
            if not entries and fuzzy:
                entries = [e for e in self._misspelt(key, end - start, after_unit) if e.level in allowed]
            if entries:
                yield end, self._by_marks(entries, start, end)

    def _lookup(self, key: str, length: int, after_unit: bool, short: bool) -> list[Entry]:
        gazetteer = self._gazetteer
        entries = gazetteer.exact.get(key, [])
        if after_unit and key in _NUMBERS:
            entries = entries + gazetteer.exact.get(_NUMBERS[key], [])
        joined = key.replace(" ", "")
        if not entries and length == 1 and len(joined) >= 5:
            entries = [entry for known in gazetteer.joined.get(joined, ()) for entry in gazetteer.exact[known]]
        if not entries and after_unit and length > 1 and all(len(word) > 1 for word in key.split()):
            entries = [entry for known in gazetteer.joined.get(joined, ()) for entry in gazetteer.exact[known]]
        if entries and not after_unit:
            # Highland names are written with or without a gap: "krong ana" is the district Krông A Na too.
            apart = [known for known in gazetteer.joined.get(joined, ()) if known != key and _has_letter(known)]
            entries = entries + [entry for known in dict.fromkeys(apart) for entry in gazetteer.exact[known]]
        if not entries and length > 1:
            entries = gazetteer.stems.get(key, [])
        return [entry for entry in entries if after_unit or short or entry.use != "unit"]

    def _misspelt(self, key: str, length: int, after_unit: bool) -> list[Entry]:
        if len(key.replace(" ", "")) < 5 or key.replace(" ", "").isdigit():
            return []
        return [
            entry
            for known in self._gazetteer.near(key)
            if known.count(" ") + 1 == length or (after_unit and length == 1 and len(key) > 6)
            for entry in self._gazetteer.exact[known]
        ]

    def _by_marks(self, entries: list[Entry], start: int, end: int) -> list[Entry]:
        """Keep the meanings whose marks agree best with the typed ones; without any mark in the text all agree."""
        key = self.tokens[start].key
        number = end - start == 1 and (key.isdigit() or key in _NUMBERS)
        if not self.accented or len(entries) < 2 or number:
            return entries
        typed = self.tokens[start:end]
        scores = [agreement(typed, entry.spelling) for entry in entries]
        best = max(scores)
        # A name half typed with marks may be the province's: "hải phong" is Hải Phòng rather than xã Hải Phong.
        return [
            entry
            for entry, score in zip(entries, scores, strict=True)
            if score == best or (entry.level == PROVINCE and score > len(typed) and entry.use == "alone")
        ]

    def _reach(self, start: int) -> int:
        end = start + 1
        while end < len(self.tokens) and end - start < LONGEST and not self._broken(end - 1):
            end += 1
        return min(end, len(self.tokens))

    def _broken(self, number: int) -> bool:
        """Whether what follows token `number` ends a name: a comma, a bracket, a full stop and a space."""
        gap = self.tokens[number].gap
        if any(char in _BREAKS for char in gap):
            return True
        return "." in gap and len(self.tokens[number].key) > 2 and self.tokens[number].key not in UNIT_WORDS

    def _age_before_name(self, start: int) -> tuple[int, str]:
        """ "phường cũ (là) Dịch Vọng": skip the words between the unit word and the name."""
        token = self.tokens[start] if start < len(self.tokens) else None
        if token is None or token.key not in {"cu", "moi"} or (token.marked and token.marks not in _AGE_MARKS):
            return start, ""
        if self._gazetteer.exact.get(" ".join(t.key for t in self.tokens[start : start + 2])):
            return start, ""
        following = start + 1
        if following < len(self.tokens) and self.tokens[following].key == "la":
            following += 1
        elif not token.marked:
            return start, ""
        return following, "old" if token.key == "cu" else "new"

    def _with_age(self, part: Part) -> Part:
        """Take in "cũ", "(cũ)", "mới", "hiện nay" right behind the name."""
        for length in (4, 3, 2, 1):
            end = part.end + length
            if end > len(self.tokens) or "," in "".join(t.gap for t in self.tokens[part.end - 1 : end - 1]):
                continue
            here = self.tokens[part.end : end]
            key = " ".join(token.key for token in here)
            if length == 1 and here[0].marked and here[0].marks not in _AGE_MARKS:
                continue
            if self._begins_a_name(part.end):
                break
            age = "old" if key in OLD_WORDS else "new" if key in NEW_WORDS else ""
            if age and not (length == 1 and key in {"nay", "truoc", "xua"} and self._goes_on(end)):
                return Part(
                    part.start, end, part.name_start, part.name_end, part.unit, part.levels, part.types, age, part.fuzzy
                )
        return part

    def _begins_a_name(self, start: int) -> bool:
        """ "cu" behind a ward may be the first syllable of Củ Chi, Cư Jút, Cư M’gar."""
        for end in (start + 2, start + 3):
            key = " ".join(token.key for token in self.tokens[start:end])
            if any(entry.level != WARD for entry in self._gazetteer.exact.get(key, ())):
                return True
        return False

    def _goes_on(self, end: int) -> bool:
        """ "nay" before "là" or "thuộc" begins the next part; "trước" before a word is "trước khi"."""
        return end < len(self.tokens) and not self._broken(end - 1)


def _has_letter(key: str) -> bool:
    return any(len(word) == 1 for word in key.split())


_AGE_MARKS = frozenset(marks_key(word) for word in ("cũ", "củ", "mới", "nay", "trước", "xưa"))


def agreement(typed: list[Token], name: str) -> int:
    """Return how well typed marks agree with a name's: 2 for each word that agrees, 1 without marks, -2 for others."""
    words = name.replace("-", " ").split()
    if len(words) != len(typed):
        return 0
    score = 0
    for token, word in zip(typed, words, strict=True):
        marks = marks_key(word)
        score += 2 if token.marks == marks else 1 if not token.marked else -2
    return score
