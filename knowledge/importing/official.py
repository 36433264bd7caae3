"""One official record of the national portal becomes a guide with status `imported`, and a list of remarks.

Nothing is guessed: what the record does not state in so many words stays unknown. An imported guide has no route:
level and portal link only, until an officer has checked where to file.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from knowledge.guide import Case, Channel, Decision, Fee, Guide, LegalBasis, Level, Paper, Source, Submission, Time
from knowledge.importing.cleaning import lines, names_removed_tier, plain, without_removed_tiers
from knowledge.importing.fees import read_fee
from knowledge.importing.times import read_time
from nlu.clock import VIETNAM

_CODE = re.compile(r"\d\.\d{6}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LEVELS: tuple[tuple[str, Level], ...] = (
    ("isWard", "commune"),
    ("isProvince", "province"),
    ("isMinistry", "ministry"),
    ("isOtherAgency", "other"),
)
_SUBMISSIONS: dict[str, Submission] = {"DIRECT": "direct", "ONLINE": "online", "POSTAL": "post"}
_CITIZENS = ("Công dân", "Người Việt Nam", "Người nước ngoài")
_BODY_LIMIT = 4000

Row = TypeVar("Row", Time, Fee)


class Unusable(ValueError):
    """A record that cannot become a guide; the message says why."""


@dataclass(frozen=True)
class Imported:
    """A converted record.

    `body` is the record's own text for the search index only; no answer shows it. `promulgator` is the ministry or
    province that published the procedure. `citizens`: people, not only organisations, may ask for it.
    """

    place: str
    guide: Guide
    body: str
    promulgator: str
    citizens: bool
    internal: bool
    remarks: tuple[str, ...]


def convert(record: dict[str, Any], place: str, read_on: date) -> Imported:
    """Turn a record into a guide. Raises Unusable when code or name is missing or malformed."""
    code, name = plain(record.get("code")), plain(record.get("name"))
    if not _CODE.fullmatch(code):
        raise Unusable(f"code {record.get('code')!r} is not of the form 1.234567"[:120])
    if not name:
        raise Unusable(f"record {code} has no name")
    remarks = [f"the name speaks of a removed tier: {name[:80]}"] if names_removed_tier(name) else []
    times, fees = _methods(record, remarks)
    identifier = plain(record.get("id"))
    try:
        guide = Guide(
            code=code,
            name=name,
            field=_name(record.get("category")) or "Chưa rõ lĩnh vực",
            levels=tuple(level for key, level in _LEVELS if record.get(key) is True),
            status="imported",
            formality_id=identifier if _UUID.fullmatch(identifier) else None,
            decision=_decision(record),
            sources={"record": Source(title=f"Cổng Dịch vụ công quốc gia, thủ tục {code}", read_on=read_on)},
            channels=_channels(record),
            offline_only=True if record.get("isOfflineOnly") is True else None,
            times=times,
            fees=fees,
            cases=_cases(record, remarks),
            result=_result(record, remarks),
            legal_basis=_legal_basis(record),
        )
    except ValidationError as error:
        raise Unusable(f"record {code}: {error}") from error
    return Imported(
        place,
        guide,
        _body(record),
        plain(record.get("departmentPromulgateName")),
        _for_citizens(record),
        record.get("isInternal") is True or record.get("type") == "STANDARD_INTERNAL",
        tuple(remarks),
    )


def _rows(record: Any, key: str) -> list[dict[str, Any]]:
    value = record.get(key) if isinstance(record, dict) else None
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _name(value: Any) -> str:
    return plain(value.get("name")) if isinstance(value, dict) else ""


def _methods(record: dict[str, Any], remarks: list[str]) -> tuple[tuple[Time, ...], tuple[Fee, ...]]:
    times: list[Time] = []
    fees: list[Fee] = []
    for method in _rows(record, "executionMethods"):
        submission = _SUBMISSIONS.get(str(method.get("submissionMethod")), "any")
        time, said = read_time(method, submission)
        times.append(_without_tiers_in(time, remarks))
        remarks += said
        for row in _rows(method, "fees"):
            fee, said = read_fee(row, submission)
            fees.append(_without_tiers_in(fee, remarks))
            remarks += said
    return tuple(dict.fromkeys(times)), tuple(dict.fromkeys(fees))


def _without_tiers_in(row: Row, remarks: list[str]) -> Row:
    condition, left_out = without_removed_tiers(row.condition)
    if not left_out:
        return row
    remarks += _left_out("condition", left_out)
    # A figure that lost a part of its condition may belong to another case.
    return row.model_copy(update={"condition": condition, "certainty": "likely"})


def _left_out(where: str, sentences: list[str]) -> list[str]:
    return [f"{where}: left out a sentence on a removed tier: {sentence[:80]}" for sentence in sentences]


def _cases(record: dict[str, Any], remarks: list[str]) -> tuple[Case, ...]:
    cases = []
    for row in _rows(record, "executionCases"):
        papers = []
        for component in _rows(row, "profileComponents"):
            name, left_out = without_removed_tiers(plain(component.get("name")))
            remarks += _left_out("papers", left_out)
            if not name and left_out:
                # A list with a hole would send people away with too few papers: no list is better.
                remarks.append("papers: a paper could not be kept, so the list is left out as a whole")
                return ()
            if name:
                originals, copies = _quantity(component.get("originalQty")), _quantity(component.get("copyQty"))
                counted = bool(originals or copies)
                papers.append(
                    Paper(name=name, originals=originals if counted else None, copies=copies if counted else None)
                )
        title, left_out = without_removed_tiers(plain(row.get("name")))
        remarks += _left_out("case", left_out)
        if papers and not (left_out and not title):
            cases.append(Case(name=title, papers=tuple(papers)))
        elif papers:
            remarks.append("papers: the case could not be named, so the list is left out as a whole")
            return ()
    return tuple(cases)


def _quantity(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 100 else None


def _result(record: dict[str, Any], remarks: list[str]) -> str:
    kept, left_out = without_removed_tiers(
        "\n".join(filter(None, (_name(row) for row in _rows(record, "resultsDetails"))))
    )
    remarks += _left_out("result", left_out)
    return "; ".join(part.strip(" ;.") for part in kept.split("\n"))


def _legal_basis(record: dict[str, Any]) -> tuple[LegalBasis, ...]:
    rows = ((plain(row.get("code")), _name(row)) for row in _rows(record, "legalBasisesDetails"))
    return tuple(
        LegalBasis(number=number or title, title=title if number else "") for number, title in rows if number or title
    )


def _decision(record: dict[str, Any]) -> Decision | None:
    proposal = record.get("procedureProposal")
    number = plain(proposal.get("proposalNumber")) if isinstance(proposal, dict) else ""
    if not isinstance(proposal, dict) or not number:
        return None
    return Decision(
        number=number, issuer=_name(proposal.get("issuingAgency")) or None, issued_on=_day(proposal.get("decisionDate"))
    )


def _day(milliseconds: Any) -> date | None:
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int) or not 0 < milliseconds < 4_102_444_800_000:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(VIETNAM).date()


def _channels(record: dict[str, Any]) -> tuple[Channel, ...]:
    online = any(method.get("submissionMethod") == "ONLINE" for method in _rows(record, "executionMethods"))
    return (Channel(name="national_portal"),) if online else ()


def _for_citizens(record: dict[str, Any]) -> bool:
    subjects = [_name(row) for row in _rows(record, "subjectTypesDetails")]
    return not subjects or any(subject.startswith(_CITIZENS) for subject in subjects)


def _body(record: dict[str, Any]) -> str:
    papers = [
        component.get("name")
        for case in _rows(record, "executionCases")
        for component in _rows(case, "profileComponents")
    ]
    parts = [
        record.get("keywords"),
        _name(record.get("category")),
        *(_name(row) for row in _rows(record, "resultsDetails")),
        record.get("description"),
        record.get("requirementsAndConditions"),
        *papers,
    ]
    texts = dict.fromkeys(text for text in (lines(part) for part in parts) if text)
    return "\n".join(texts)[:_BODY_LIMIT]
