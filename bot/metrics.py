"""Counters and one kind of histogram, shown as Prometheus text; all numbers are changed on the event loop only."""

from bisect import bisect_left
from collections import defaultdict

_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.5, 5.0, 10.0, 20.0)

Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Named numbers with labels whose values come from small fixed sets, never from a citizen."""

    def __init__(self) -> None:
        self._help: dict[str, tuple[str, str]] = {}
        self._values: dict[str, dict[Labels, float]] = defaultdict(dict)
        self._histograms: dict[str, dict[Labels, list[float]]] = defaultdict(dict)

    def describe(self, name: str, kind: str, text: str) -> None:
        """Give a metric its type (counter, gauge, histogram) and its one-line explanation."""
        self._help[name] = (kind, text)

    def count(self, name: str, amount: float = 1.0, **labels: str) -> None:
        """Add to a counter."""
        series = self._values[name]
        key = tuple(labels.items())
        series[key] = series.get(key, 0.0) + amount

    def gauge(self, name: str, value: float, **labels: str) -> None:
        """Set a gauge."""
        self._values[name][tuple(labels.items())] = value

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        """Add one duration to a histogram."""
        series = self._histograms[name]
        key = tuple(labels.items())
        numbers = series.get(key)
        if numbers is None:
            numbers = series[key] = [0.0] * (len(_BUCKETS) + 2)
        numbers[bisect_left(_BUCKETS, seconds)] += 1
        numbers[-1] += seconds

    def text(self) -> str:
        """Return everything in the Prometheus text format 0.0.4."""
        lines: list[str] = []
        for name, (kind, explanation) in self._help.items():
            lines += [f"# HELP {name} {explanation}", f"# TYPE {name} {kind}"]
            for labels, value in self._values.get(name, {}).items():
                lines.append(f"{name}{_braces(labels)} {_number(value)}")
            for labels, numbers in self._histograms.get(name, {}).items():
                lines += _histogram(name, labels, numbers)
        return "\n".join(lines) + "\n"


def _histogram(name: str, labels: Labels, numbers: list[float]) -> list[str]:
    lines, total = [], 0.0
    for bound, amount in zip((*map(str, _BUCKETS), "+Inf"), numbers[:-1], strict=True):
        total += amount
        lines.append(f"{name}_bucket{_braces((*labels, ('le', bound)))} {_number(total)}")
    return [*lines, f"{name}_sum{_braces(labels)} {numbers[-1]:.6f}", f"{name}_count{_braces(labels)} {_number(total)}"]


def _braces(labels: Labels) -> str:
    return "{" + ",".join(f'{name}="{_escape(value)}"' for name, value in labels) + "}" if labels else ""


def _escape(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
