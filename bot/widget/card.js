/* A procedure's card from the view that the door sends (bot/view.py): where, online, papers to tick, fee, time, source. */

function sentences(lines) { return lines.map((line) => make("p", "", line)); }

function part(title, kind, ...children) {
  return make("section", "part " + kind, make("h3", "", title), ...children);
}

function drawCard(view, { store, kiosk, head }) {
  const where = part(view.where.title, "where",
    ...view.where.places.flatMap((place) => [
      make("p", "office", place.name),
      ...sentences(place.lines),
      place.hours ? make("p", "", "Giờ nhận: " + place.hours) : null,
      place.phone ? make("p", "", "Điện thoại: ", kiosk ? place.phone : make("a", { href: "tel:" + place.phone.replace(/[^+\d]/g, "") }, place.phone)) : null,
      place.address ? make("p", "", "Địa chỉ: " + place.address + ". ", kiosk ? "" : link(place.map, "Xem bản đồ")) : null
    ]),
    ...sentences(view.where.lines));
  const online = view.online.links.length || view.online.note ? part(view.online.title, "online",
    ...view.online.links.map((one) => make("p", "",
      one.url && !kiosk ? link(one.url, one.name, "go") : one.name, one.level ? " (" + one.level + ")" : "")),
    view.online.note ? make("p", "", view.online.note) : null) : null;
  const facts = make("div", "facts", ...view.facts.map((fact) => part(fact.title, fact.key, ...sentences(fact.lines))));
  return make("article", { class: "card", "aria-label": view.title },
    head ? make("h2", "title", view.title) : null,
    view.linked ? make("p", "linked", view.linked.text) : null,
    where, online, facts, drawPapers(view, store, view.mode === "papers"), remarks(view), drawSource(view));
}

function drawPapers(view, store, open) {
  if (!view.papers.length) return part("Giấy tờ", "papers", make("p", "", "Chưa có thông tin chắc chắn, cần hỏi lại cán bộ."));
  const done = store.ticked(view.code);
  const count = view.papers.reduce((sum, one) => sum + one.items.length, 0);
  const box = make("details", { class: "part papers", open },
    make("summary", "", "Giấy tờ cần có (" + count + ")"));
  view.papers.forEach((one) => {
    const list = make("ul", { class: "ticks", "aria-label": one.name || "Giấy tờ cần có" });
    one.items.forEach((item) => {
      const key = one.name ? one.name + ": " + item : item; // the same as in page.js
      const tick = make("input", { type: "checkbox", autocomplete: "off", change: () => store.tick(view.code, key, tick.checked) });
      tick.checked = done.includes(key);
      list.append(make("li", "", make("label", "", tick, make("span", "", item))));
    });
    box.append(...(one.name ? [make("p", "case", one.name)] : []), list);
  });
  return box;
}

function remarks(view) {
  const lists = [["Lưu ý", view.notes, ""], ["Nên hỏi lại cán bộ", view.hints, "hints"], ["Căn cứ pháp lý", view.legal, ""]];
  const filled = lists.filter((one) => one[1].length);
  if (!filled.length) return null;
  return make("details", "part more", make("summary", "", "Lưu ý và căn cứ"),
    ...filled.map(([title, lines, kind]) => part(title, kind, make("ul", "", ...lines.map((line) => make("li", "", line))))));
}

function drawSource(view) {
  const source = view.source;
  if (!source) return null;
  return make("p", "source", "Nguồn: " + source.title + ", đọc ngày " + source.read_on +
    (source.decision ? ", theo Quyết định " + source.decision : "") + ". ",
  make("span", source.confirmed ? "confirmed" : "unconfirmed", source.checked + "."), " " + view.reference);
}
