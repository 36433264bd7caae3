"""The one clock of the program: Vietnam's time, which tests may set with MOTCUA_NOW."""

import os
from datetime import date, datetime, timedelta, timezone

#: Vietnam keeps UTC+7 all year (Asia/Ho_Chi_Minh); a fixed offset needs no time-zone database.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


def now() -> datetime:
    """Return the present moment in Vietnam, or the ISO moment or day given by MOTCUA_NOW."""
    fixed = os.environ.get("MOTCUA_NOW")
    if not fixed:
        return datetime.now(VIETNAM)
    moment = datetime.fromisoformat(fixed)
    return moment.astimezone(VIETNAM) if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def today() -> date:
    """Return today's date in Vietnam."""
    return now().date()
