"""Progress of long work."""

import io

from knowledge.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_plain_lines_elsewhere() -> None:
    """Into a file each kind of work gets a line at its start and at its end, not one per step."""
    stream = io.StringIO()
    with Progress(stream) as progress:
        for done in range(1, 501):
            progress.say("titles", done, 500)
        progress.say("bodies", 0, 0)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 3
    assert "titles 1/500" in lines[0]
    assert "titles 500/500" in lines[1]
    assert "bodies …" in lines[2]


def test_one_changing_line_on_a_terminal() -> None:
    """On a terminal the line is redrawn and wiped at the end."""
    stream = Terminal()
    with Progress(stream) as progress:
        progress.say("titles", 1, 2)
        progress.say("titles", 2, 2)
    assert "\n" not in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")
