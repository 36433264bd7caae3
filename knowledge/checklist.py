"""The papers for one's own case: at most three questions from a guide's cases and conditions, then one list.

Pure: a guide and the answers so far give the next question, or the list. Answers travel as text ("case=2;nho=no"), in
buttons too, so that a button from an old card, pressed twice or out of order, means what it meant when it was shown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.card import Card, card_source
from knowledge.card_text import source_line
from knowledge.guide import Case, Guide, Paper
from knowledge.wording import paper_text

MOST_QUESTIONS = 3
#: Choices of one question besides "none of these".
PAGE = 4
NONE_OF_THESE = "Không trường hợp nào ở trên"

#: A case that comes on top of another: somebody goes instead, a paper is missing.
_ON_TOP = re.compile(r"^(Nhờ người|Uỷ quyền cho|Ủy quyền cho|Nộp thêm)|đi thay$")
#: What only an office can know: never asked, but said beside the paper.
_OFFICE_KNOWS = re.compile(r"dữ liệu|tra được|tra cứu|cơ quan|còn thiếu")

Answers = Mapping[str, str]


@dataclass(frozen=True)
class Step:
    """The next question: its text, and options as (answers after it, label)."""

    question: str
    options: tuple[tuple[str, str], ...]


def read_answers(text: str) -> dict[str, str]:
    """Read answers from text; what is damaged is left out."""
    return dict(part.split("=", 1) for part in text.split(";") if "=" in part)


def next_step(guide: Guide, answers: Answers) -> Step | None:
    """Return the next question for `guide`, None when the list can be given."""
    if len(answers) >= MOST_QUESTIONS:
        return None
    return _case_step(guide, answers) or _on_top_step(guide, answers) or _condition_step(guide, answers)


def checklist_card(guide: Guide, answers: Answers, snapshot: str | None = None) -> Card:
    """Return the list for these answers: originals, copies, papers only shown, and what is needed only if."""
    papers = list(_relevant(guide, answers))
    sure = [paper for paper in papers if not paper.condition or answers.get(_key(paper.condition)) == "yes"]
    open_ones = [paper for paper in papers if paper.condition and _key(paper.condition) not in answers]
    groups = {
        "Nộp bản chính": [paper for paper in sure if not paper.show and (paper.originals or not paper.copies)],
        "Nộp bản sao": [paper for paper in sure if not paper.show and paper.copies and not paper.originals],
        "Chỉ mang theo để xuất trình": [paper for paper in sure if paper.show],
        "Dữ liệu đã có thì không cần": [paper for paper in open_ones if _OFFICE_KNOWS.search(paper.condition)],
        "Chỉ cần trong trường hợp ghi sau": [paper for paper in open_ones if not _OFFICE_KNOWS.search(paper.condition)],
    }
    return Card(
        kind="checklist",
        code=guide.code,
        name=guide.name,
        title=guide.title,
        papers=tuple(Case(name=name, papers=tuple(group)) for name, group in groups.items() if group),
        notes=(_chosen_name(guide, answers),) if _chosen_name(guide, answers) else (),
        source=card_source(guide),
        snapshot=snapshot,
    )


def checklist_text(card: Card) -> str:
    """Return the list as plain lines, one paper a line."""
    case = f", trường hợp «{card.notes[0][:1].lower()}{card.notes[0][1:]}»" if card.notes else ""
    lines = [f"Dạ, giấy tờ {card.title}{case}:"]
    for group in card.papers:
        lines.append(f"{group.name}:")
        lines += [f"- {paper_text(paper)}" for paper in group.papers]
    if not card.papers:
        lines.append("Chưa có thông tin chắc chắn về giấy tờ, cần hỏi lại cán bộ.")
    return "\n".join([*lines, source_line(card.source)]).strip()


def _named(guide: Guide) -> list[tuple[int, Case]]:
    """Return the named cases that exclude each other, with their numbers."""
    found = [(number, case) for number, case in enumerate(guide.cases) if case.name and not _ON_TOP.search(case.name)]
    return [(number, case) for number, case in found if any(paper.certainty == "stated" for paper in case.papers)]


def _case_step(guide: Guide, answers: Answers) -> Step | None:
    named = _named(guide)
    if not named or answers.get("case", "") not in ("", "later"):
        return None
    if "case" in answers and "more" in answers:
        return None
    asked = PAGE if answers.get("case") == "later" else 0
    page = named[asked : asked + PAGE]
    key = "more" if asked else "case"
    if not page:
        return None
    options = [(_with(answers, key, str(number)), case.name) for number, case in page]
    rest = len(named) > asked + PAGE
    options.append((_with(answers, key, "later" if rest and not asked else "none"), NONE_OF_THESE))
    if len(named) == 1:
        question = f"Dạ, có phải trường hợp «{named[0][1].name}» không ạ?"
        return Step(question, ((_with(answers, key, str(named[0][0])), "Đúng"), (_with(answers, key, "none"), "Không")))
    return Step("Dạ, anh/chị thuộc trường hợp nào ạ?", tuple(options))


def _on_top_step(guide: Guide, answers: Answers) -> Step | None:
    for number, case in enumerate(guide.cases):
        key = f"top{number}"
        if case.name and _ON_TOP.search(case.name) and key not in answers:
            return _yes_or_no(f"Dạ, có thêm việc này không ạ: {case.name[:1].lower()}{case.name[1:]}?", answers, key)
    return None


def _condition_step(guide: Guide, answers: Answers) -> Step | None:
    for paper in _relevant(guide, answers):
        key = _key(paper.condition)
        if paper.condition and key not in answers and not _OFFICE_KNOWS.search(paper.condition):
            return _yes_or_no(f"Dạ, trường hợp của anh/chị có phải: {paper.condition} không ạ?", answers, key)
    return None


def _yes_or_no(question: str, answers: Answers, key: str) -> Step:
    return Step(question, ((_with(answers, key, "yes"), "Có"), (_with(answers, key, "no"), "Không")))


def _relevant(guide: Guide, answers: Answers) -> list[Paper]:
    """Return the stated papers of the cases that hold under `answers`; papers that were answered "no" are left out."""
    chosen = {answers.get("case"), answers.get("more")}
    papers = [
        paper
        for number, case in enumerate(guide.cases)
        if not case.name or str(number) in chosen or answers.get(f"top{number}") == "yes"
        for paper in case.papers
    ]
    stated = [paper for paper in papers if paper.certainty == "stated"]
    return [paper for paper in stated if not paper.condition or answers.get(_key(paper.condition)) != "no"]


def _chosen_name(guide: Guide, answers: Answers) -> str:
    number = next((value for key in ("more", "case") if (value := answers.get(key, "")).isdigit()), "")
    return guide.cases[int(number)].name if number and int(number) < len(guide.cases) else ""


def _with(answers: Answers, key: str, value: str) -> str:
    return ";".join(f"{name}={said}" for name, said in {**answers, key: value}.items())


def _key(condition: str) -> str:
    """Return a short key for a condition: the same for the same words, whatever else changes in the guide."""
    return "if" + "".join(word[:2] for word in re.findall(r"\w+", condition))[:24]
