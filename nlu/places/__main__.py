"""Read one mention of a place a line from stdin: `python -m nlu.places --json`."""

import argparse
import json
import sys
from pathlib import Path

from nlu.places.errors import UnitsError
from nlu.places.resolver import Resolver
from nlu.text import clean


def main(arguments: list[str] | None = None) -> int:
    """Write one line for each line read; exit code 1 with a sentence when the tables cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m nlu.places", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--units", type=Path, help="folder of the tables (MOTCUA_UNITS, or the ones that ship)")
    parser.add_argument("--province", help="2-digit code of the province to assume")
    options = parser.parse_args(arguments)
    try:
        resolver = Resolver.load(options.units)
    except UnitsError as error:
        print(error, file=sys.stderr)
        return 1
    for line in sys.stdin:
        place = resolver.resolve(clean(line), options.province)
        if options.json:
            print(
                json.dumps(
                    {
                        "text": line.rstrip("\r\n"),
                        "level": place.level,
                        "province": place.province,
                        "candidates": place.candidates,
                        "preferred": place.preferred,
                        "ask": place.ask,
                    },
                    ensure_ascii=False,
                ),
                flush=True,
            )
        else:
            names = [resolver.units.ward(code).name for code in place.candidates[:8]]
            print(
                f"{place.text} → {place.level}: {', '.join(names) or '—'}; {'; '.join(place.reasons[:3])}", flush=True
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
