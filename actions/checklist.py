"""The papers for the citizen's own case: button questions, then the list."""

from rasa_sdk.executor import CollectingDispatcher

from actions.memory import Events, changes, with_latest
from actions.replies import case_button, say
from actions.toolbox import Toolbox
from actions.turn import Turn
from knowledge.card import Card, Choice
from knowledge.checklist import checklist_card, checklist_text, next_step, read_answers
from knowledge.guide import Guide

OF_WHICH = "Dạ, giấy tờ cho thủ tục nào ạ? Ví dụ: «đăng ký thường trú», «đăng ký lại khai sinh»."


def answer_checklist(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Start the checklist of the procedure that the button or the message names, or of the one at hand."""
    guide = tools.guide(turn.code) or _named(tools, turn) or tools.guide(turn.procedure)
    if guide is None:
        say(dispatcher, OF_WHICH)
        return []
    return go_on_with_case(dispatcher, tools, turn, guide, "" if turn.case in (None, "start") else str(turn.case))


def go_on_with_case(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn, guide: Guide, answers: str) -> Events:
    """Ask what is still open after `answers`, or give the list."""
    said = read_answers(answers)
    kept = {"procedure": guide.code, "trail": with_latest(turn.trail, guide.code), "failed": 0}
    step = next_step(guide, said)
    if step is None:
        card = checklist_card(guide, said, tools.name)
        say(
            dispatcher, checklist_text(card), card, [case_button(guide.code, "", "Chọn lại trường hợp")] if said else []
        )
        return changes(turn, **kept, aspect="papers", choices=[], question={})
    options = [{"code": guide.code, "label": label, "case": case} for case, label in step.options]
    card = Card(
        kind="choices",
        code=guide.code,
        title=guide.title,
        question=step.question,
        choices=tuple(Choice(code=guide.code, label=str(option["label"])) for option in options),
        snapshot=tools.name,
    )
    lines = [f"{number}. {option['label']}" for number, option in enumerate(options, start=1)]
    buttons = [case_button(guide.code, str(option["case"]), str(option["label"])) for option in options]
    say(dispatcher, "\n".join([step.question, *lines]), card, buttons)
    question = {"request": guide.title, "aspects": ["papers"], "tries": 0}
    return changes(turn, **kept, choices=options, question=question)


def _named(tools: Toolbox, turn: Turn) -> Guide | None:
    """Return the guide that the message names beside asking for its papers, None when it names none."""
    from actions.words import about, covered

    words = [word for word in about(tools.read(turn.remainder)) if word not in ("truong", "hop", "rieng")]
    if not words:
        return None
    result = tools.searcher.search(turn.remainder)
    guide = tools.guide(result.results[0].code) if result.results else None
    return guide if guide and result.decision != "none" and covered(words, guide, tools.read) >= 0.5 else None
