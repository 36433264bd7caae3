"""`python -m actions`: start the action server."""

import logging
import sys

from actions.server import serve
from actions.settings import Settings
from knowledge.snapshot import SnapshotError


def main() -> int:
    """Serve until stopped; return 1 with the reason when no snapshot can be loaded."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        serve(Settings())
    except SnapshotError as error:
        print(f"Máy chủ hành động không chạy được: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
