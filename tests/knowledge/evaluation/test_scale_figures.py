"""The figures of the last run over many guides."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.evaluation.scale_figures import FIGURES, Scale, put, read_scale

RUN = Scale(
    guides=60_000,
    made=54_000,
    titles=160_000,
    tokens=500_000,
    questions=520,
    cpu_p50=8.0,
    cpu_p95=12.5,
    memory=900,
    load_seconds=4.2,
    build_cpu=700,
    size=600,
    day="2026-11-23",
    machine="a box, 2 cores",
)


def test_figures_are_kept(tmp_path: Path) -> None:
    """What was written is read again; without a file there are none."""
    assert read_scale(tmp_path / "none.json") is None
    RUN.write(tmp_path / "scale.json")
    assert read_scale(tmp_path / "scale.json") == RUN


@pytest.mark.parametrize(("change", "met"), [({}, True), ({"cpu_p95": 30.1}, False), ({"memory": 1501}, False)])
def test_both_targets_count(change: dict[str, float], met: bool) -> None:
    """Too slow or too large is not within."""
    assert replace(RUN, **change).within() is met  # type: ignore[arg-type]


def test_the_section_replaces_an_older_one() -> None:
    """The page keeps the rest and gets the section once."""
    page = put("# Evaluation\n\nText.\n", replace(RUN, memory=1234))
    again = put(page, RUN)
    assert again.startswith("# Evaluation\n\nText.\n\n## Cost at scale\n")
    assert again.count("## Cost at scale") == 1
    assert "900 MB" in again
    assert "1234" not in again


def test_shipped_figures_meet_the_targets() -> None:
    """The run that the page tells of kept the promise, over as many guides as promised."""
    stored = read_scale(FIGURES)
    assert stored is not None
    assert stored.guides >= 60_000
    assert stored.within()
