"""The numbers in the Prometheus text format."""

from bot.metrics import Metrics


def test_text_format() -> None:
    """Counters, gauges and histograms are shown with help, type, labels and cumulative buckets."""
    metrics = Metrics()
    metrics.describe("turns_total", "counter", "Turns.")
    metrics.describe("seconds", "histogram", "Time.")
    metrics.describe("waiting", "gauge", "Waiting.")
    metrics.count("turns_total", channel='a"b\n')
    metrics.count("turns_total", channel='a"b\n')
    metrics.observe("seconds", 0.02, channel="x")
    metrics.observe("seconds", 0.025, channel="x")
    metrics.observe("seconds", 99, channel="x")
    metrics.gauge("waiting", 1.5)
    lines = metrics.text().splitlines()
    assert lines[:3] == ["# HELP turns_total Turns.", "# TYPE turns_total counter", 'turns_total{channel="a\\"b\\n"} 2']
    assert 'seconds_bucket{channel="x",le="0.01"} 0' in lines
    assert 'seconds_bucket{channel="x",le="0.025"} 2' in lines
    assert 'seconds_bucket{channel="x",le="20.0"} 2' in lines
    assert 'seconds_bucket{channel="x",le="+Inf"} 3' in lines
    assert 'seconds_sum{channel="x"} 99.045000' in lines
    assert 'seconds_count{channel="x"} 3' in lines
    assert "waiting 1.5" in lines
    assert metrics.text().endswith("\n")
