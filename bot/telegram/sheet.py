"""The papers of an answer as a file to print: one HTML page without anything from outside, boxes to tick."""

from html import escape

from bot.telegram.sending import File
from bot.view import View

_STYLE = (
    "body{font:16px/1.45 sans-serif;max-width:42em;margin:1.5em auto;padding:0 1em}h1{font-size:1.4em}"
    "h2{font-size:1.1em;margin:1.2em 0 .3em}ul{list-style:none;padding:0}"
    "li{padding:.2em 0 .2em 1.8em;text-indent:-1.8em}"
    "li:before{content:'☐';display:inline-block;width:1.8em;text-indent:0}.source{color:#555;font-size:.85em}"
)


def sheet(view: View, printed_on: str) -> File:
    """Return the sheet of a guide's view (bot.view); `printed_on` is a date as people write it."""
    code = view["code"]
    body = [f"<h1>Phiếu giấy tờ: {_text(view['title'])}</h1>"]
    body.append(f"<p>{_text(view['name'])} Mã thủ tục: {_text(code)}.</p>")
    for case in view["papers"]:
        items = "".join(f"<li>{_text(item)}</li>" for item in case["items"])
        body.append(f"<h2>{_text(case['name'] or 'Giấy tờ')}</h2><ul>{items}</ul>")
    if view.get("mode") != "checklist":  # a list for one's own case says nothing of the rest
        body += _all_else(view)
    source = view["source"]
    said = f"{source['title']}, đọc ngày {source['read_on']}. {source['checked']}. " if source else ""
    body.append(f'<p class="source">Nguồn: {_text(said)}{_text(view["reference"])} Lập ngày {_text(printed_on)}.</p>')
    page = (
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>Phiếu giấy tờ: {_text(view['title'])}</title><style>{_STYLE}</style></head>"
        f"<body>{''.join(body)}</body></html>"
    )
    return File(f"giay-to-{code}.html", page.encode())


def _all_else(view: View) -> list[str]:
    where = [line for place in view["where"]["places"] for line in _place(place)] + view["where"]["lines"]
    links = [_link(link) for link in view["online"]["links"]]
    facts = [_section(fact["title"], fact["lines"]) for fact in view["facts"]]
    return [_section("Nơi nộp", where), _section("Nộp trên mạng", links, raw=True), *facts]


def _place(place: View) -> list[str]:
    address = [f"Địa chỉ: {place['address']}"] if place.get("address") else []
    hours = [f"Giờ làm việc: {place['hours']}"] if place.get("hours") else []
    return [place["name"], *address, *hours, *place["lines"]]


def _section(title: str, lines: list[str], raw: bool = False) -> str:
    shown = "".join(f"<p>{line if raw else _text(line)}</p>" for line in lines)
    return f"<h2>{_text(title)}</h2>{shown}" if shown else ""


def _link(link: View) -> str:
    address = f': <a href="{escape(link["url"])}">{_text(link["url"])}</a>' if link["url"] else ""
    return f"{_text(link['name'])}{address}"


def _text(text: str) -> str:
    return escape(str(text), quote=False)
