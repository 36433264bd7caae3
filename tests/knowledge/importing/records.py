"""Hand-made records in the shape of the national portal's API."""

from typing import Any


def record(**fields: Any) -> dict[str, Any]:
    """Return a small valid record with `fields` set."""
    return {
        "id": "019d2bfd-3fe0-70ac-b9d6-5e9e20d6eef7",
        "code": "1.000001",
        "name": "Thủ tục thử nghiệm",
        "isWard": True,
        "type": "STANDARD",
        "isInternal": False,
        "category": {"name": "Hộ tịch"},
        "departmentPromulgateName": "Bộ Thử",
        "subjectTypesDetails": [{"name": "Công dân Việt Nam"}],
        "executionMethods": [method()],
        "executionCases": [{"name": "", "profileComponents": [{"name": "Tờ khai", "originalQty": 1, "copyQty": 0}]}],
        "resultsDetails": [{"name": "Giấy thử."}],
        "legalBasisesDetails": [{"code": "1/2025/NĐ-CP", "name": "Nghị định thử"}],
        "procedureProposal": {
            "proposalNumber": "12/QĐ",
            "decisionDate": 1768582800000,
            "issuingAgency": {"name": "Bộ Thử"},
        },
    } | fields


def method(**fields: Any) -> dict[str, Any]:
    """Return a way of handing in, three working days, no fee row."""
    return {"submissionMethod": "DIRECT", "processingTime": 3, "processingTimeUnit": "WORKING_DAY", "fees": []} | fields
