"""The resolver over the tables that ship, loaded once."""

from datetime import date

import pytest

from nlu.places import Resolver


@pytest.fixture(scope="session")
def resolver() -> Resolver:
    """Read places as of November 2026."""
    return Resolver.load(at=date(2026, 11, 22))
