"""Who may do what: one table, read by the backend, the policies and the tests."""

from typing import Literal

Role = Literal["commune_editor", "province_editor", "reviewer", "administrator", "auditor"]
Action = Literal[
    "view",  # everything that is in the base, and its history
    "edit_guide",  # write drafts of guides and submit them
    "edit_local",  # write drafts of a commune's own facts; a commune editor: of the own commune only
    "review",  # publish what somebody else has submitted
    "roll_back",  # make an earlier snapshot current
    "people",  # create and change accounts
    "audit",  # read the log of who did what
]

NAMES: dict[Role, str] = {
    "commune_editor": "Biên tập của xã",
    "province_editor": "Biên tập của tỉnh",
    "reviewer": "Người duyệt",
    "administrator": "Quản trị",
    "auditor": "Kiểm tra (chỉ đọc)",
}

MAY: dict[Role, frozenset[Action]] = {
    "commune_editor": frozenset({"view", "edit_local"}),
    "province_editor": frozenset({"view", "edit_guide", "edit_local"}),
    "reviewer": frozenset({"view", "edit_guide", "edit_local", "review", "roll_back"}),
    "administrator": frozenset({"view", "edit_guide", "edit_local", "review", "roll_back", "people", "audit"}),
    "auditor": frozenset({"view", "audit"}),
}
