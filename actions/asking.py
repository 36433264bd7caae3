"""Asking which procedure is meant: one question with a few choices, and what to do when it is not answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer, answer_briefly, card_of, choice_for
from actions.memory import Events, changes
from actions.person import CONTACT
from actions.replies import OTHER, choice_slot, pick_button, say, say_brief, say_choices
from actions.toolbox import Toolbox
from actions.turn import Turn
from actions.whereabouts import place_sentence, remember
from actions.words import match
from knowledge.card import Card, Choice, Found
from knowledge.card_text import card_text
from knowledge.guide import Guide
from knowledge.questions import Question, question_for
from nlu.places import Place

WHICH = "Việc khác thì anh/chị nhắn số hoặc bấm một dòng:"
PICK = "Dạ, anh/chị nhắn số hoặc bấm một dòng giúp em:"
AGAIN = "Dạ, em chưa rõ ý này. Anh/chị nhắn số hoặc bấm một dòng giúp em:"
_AROUND = frozenset("lam xin o dau can gi nhung the nao thu tuc ve thi sao a vay bi toi em minh tui roi muon".split())
MOST_ASKED = "Dạ, em chưa rõ ý anh/chị, nên nói việc nhiều người hỏi nhất. " + CONTACT


def general_question(tools: Toolbox, text: str) -> Question | None:
    """Return the question for a request that is worded exactly as a known general one, apart from small words."""
    said = _request(tools, text)
    known = (one for one in tools.questions if any(said == _request(tools, ask) for ask in one.asks))
    return next(known, None) if said else None


def ask_question(
    dispatcher: CollectingDispatcher,
    tools: Toolbox,
    turn: Turn,
    question: Question,
    found: Found | None = None,
    named: Sequence[Place] = (),
) -> Events:
    """Ask `question`; where all its procedures are handed in at the same place, that is said first.

    `named`: the places of the message, kept for the answer that follows.
    """
    choices = [Choice(code=option.code, label=option.label) for option in question.choices]
    words = {option.label: option.words for option in question.choices}
    texts = {option.label: option.text for option in question.choices if option.text}
    lead = _same_place(tools, turn, [guide for code in question.codes if (guide := tools.guide(code))])
    asked = f"Dạ, {_lower(question.question)}"
    return _ask(dispatcher, tools, turn, asked, choices, found, named, lead=lead, words=words, texts=texts)


def ask_which(
    dispatcher: CollectingDispatcher,
    tools: Toolbox,
    turn: Turn,
    guides: Sequence[Guide],
    found: Found,
    named: Sequence[Place] = (),
) -> Events:
    """Ask which of `guides` is meant: by a known question, the first guide's own for the second, or by their names.

    `named`: the places of the message, kept for the answer that follows.
    """
    known = question_for(tools.questions, [guide.code for guide in guides])
    if known:
        settled = _said_already(tools, turn, known)
        if settled:
            return answer(dispatcher, tools, turn, settled, aspects=turn.asked, found=found, named=named)
        return ask_question(dispatcher, tools, turn, known, found, named)
    first = guides[0]
    sibling = next((one for one in first.siblings if len(guides) == 2 and one.code == guides[1].code), None)
    if sibling:
        said = match(turn.remainder, [(sibling.here,), (sibling.there,)], tools.read)
        if said and said.longest > 1:
            return answer(dispatcher, tools, turn, guides[said.index], aspects=turn.asked, found=found, named=named)
        question = f"Dạ, {_lower(sibling.question)}"
        choices = [Choice(code=first.code, label=sibling.here), Choice(code=sibling.code, label=sibling.there)]
    else:
        question = "Dạ, anh/chị cần việc nào dưới đây ạ?"
        choices = [choice_for(guide) for guide in guides]
    return _ask(dispatcher, tools, turn, question, choices, found, named)


def _said_already(tools: Toolbox, turn: Turn, question: Question) -> Guide | None:
    """Return the choice that the message has made itself ("tiền mai táng, ba có lương hưu"), None without one."""
    wordings = [(choice.label, *choice.words) for choice in question.choices]
    found = match(turn.remainder, wordings, tools.read)
    return tools.guide(question.choices[found.index].code) if found and found.longest > 1 else None


def ask_again(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """After an answer that fits no choice: show the choices once more, and then take the most frequent one."""
    tries = int(turn.question.get("tries") or 0) + 1
    first = next((guide for choice in turn.choices if (guide := tools.guide(choice.get("code")))), None)
    if tries > 1 and first:
        return answer_briefly(dispatcher, tools, turn, first, _aspects(turn), lead=MOST_ASKED)
    _say_list(dispatcher, tools, turn, AGAIN)
    return changes(turn, question=dict(turn.question) | {"tries": tries, "aspects": list(_aspects(turn))})


def answer_likely(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events | None:
    """Answer a side that is asked before anything is picked: for the likeliest option in few words, and show the list.

    None when no option is a procedure. The procedure at hand is the likeliest where it is an option.
    """
    guides = [guide for choice in turn.choices if (guide := tools.guide(choice.get("code")))]
    likely = next((guide for guide in guides if guide.code == turn.procedure), next(iter(guides), None))
    if likely is None:
        return None
    say_brief(dispatcher, card_of(tools, turn, likely), turn.aspects)
    _say_list(dispatcher, tools, turn, WHICH)
    return changes(turn, question=dict(turn.question) | {"aspects": list(turn.aspects)}, failed=0)


def ask_still(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn, named: Sequence[Place]) -> Events:
    """Keep the places that were told instead of a pick, say what they are today, and show the choices once more."""
    sentence = place_sentence(list(named), tools.resolver)
    _say_list(dispatcher, tools, turn, "\n".join(one for one in (sentence, PICK) if one))
    return changes(turn, places=remember(turn.places, list(named)), failed=0)


def _say_list(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn, question: str) -> None:
    options = [Choice(code=choice.get("code"), label=str(choice.get("label"))) for choice in turn.choices]
    card = Card(kind="choices", question=question, choices=tuple(options), snapshot=tools.name)
    lines = [f"{number}. {choice.label}" for number, choice in enumerate(options, start=1)]
    say(dispatcher, "\n".join([question, *lines]), card, [pick_button(choice) for choice in options])


def _ask(
    dispatcher: CollectingDispatcher,
    tools: Toolbox,
    turn: Turn,
    question: str,
    choices: list[Choice],
    found: Found | None,
    named: Sequence[Place],
    *,
    lead: str = "",
    words: Mapping[str, Sequence[str]] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Events:
    found = found or Found()
    offered = [*choices[:5], Choice(code=None, label=OTHER)]
    card = Card(
        kind="choices",
        question=question,
        choices=tuple(offered),
        decision=found.decision or "clarify",
        scores=found.scores,
        snapshot=tools.name,
    )
    leads = (place_sentence(list(named), tools.resolver), lead)
    say_choices(dispatcher, card, "\n".join(one for one in leads if one))
    slot = choice_slot(offered, words)
    for choice in slot:
        if texts and choice["label"] in texts:
            choice["text"] = texts[choice["label"]]
    asked: dict[str, Any] = {"request": turn.topic[:200], "aspects": list(turn.asked), "tries": 0}
    places = remember(turn.places, list(named))
    return changes(turn, choices=slot, question=asked, failed=0, places=places)


def _aspects(turn: Turn) -> tuple[str, ...]:
    return turn.aspects or tuple(str(one) for one in turn.question.get("aspects") or ())


def _same_place(tools: Toolbox, turn: Turn, guides: Sequence[Guide]) -> str:
    """Return where to go, if that is the same for all of `guides`: then it need not wait for the answer."""
    lines = {card_text(card_of(tools, turn, guide), ("where",), True).splitlines()[1] for guide in guides}
    line = next(iter(lines), "")
    return f"Dạ, {_lower(line)}" if len(lines) == 1 and line.startswith("Nơi nộp") and len(guides) > 1 else ""


def _request(tools: Toolbox, text: str) -> tuple[str, ...]:
    """Return the words that make a request, to compare with a known one: without asking and politeness."""
    return tuple(word for word in tools.read(text).bare if word not in _AROUND)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
