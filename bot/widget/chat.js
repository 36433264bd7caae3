/* The conversation itself: <mot-cua data-mode="page | panel"> with everything inside a shadow root. */
const REASONS = [["wrong-place", "Sai nơi nộp"], ["missing", "Thiếu thông tin"], ["off-topic", "Không đúng điều tôi hỏi"],
  ["unclear", "Khó hiểu"], ["other", "Lý do khác"]];
const GREETING = "Dạ, em chào anh/chị. Anh/chị cần làm thủ tục gì, ở xã, phường nào ạ?";
const CAUTION = "Xin đừng gửi số căn cước, số điện thoại, mã OTP; em không cần các số này.";
const STARTS = [["Khai sinh cho con", "đăng ký khai sinh cho con"], ["Căn cước, VNeID", "làm thẻ căn cước"],
  ["Tạm trú, thường trú", "đăng ký tạm trú"], ["Sao y, chứng thực", "sao y chứng thực giấy tờ"],
  ["Sổ đỏ, nhà đất", "làm sổ đỏ"], ["Người thân qua đời", "làm giấy khai tử"]];
const HELP = ["Bấm một việc có sẵn, hoặc gõ việc anh/chị cần làm rồi bấm Gửi.",
  "Gõ có dấu hay không dấu đều được. Ví dụ: lam giay khai sinh o dau.",
  "Có thể hỏi tiếp: lệ phí bao nhiêu, cần giấy tờ gì, nộp trên mạng được không.",
  "Bấm In phiếu để lấy danh sách giấy tờ, hoặc quét mã QR để xem trên điện thoại.",
  "Cần người giúp, mời anh/chị gặp cán bộ ở bàn hướng dẫn."];

let sheet = null;
function styleOf(root) {
  if (!sheet) { sheet = new CSSStyleSheet(); sheet.replaceSync(CSS); }
  root.adoptedStyleSheets = [sheet];
}

class MotCua extends HTMLElement {
  connectedCallback() {
    if (this.root) return;
    const draft = this.querySelector("textarea"); // what was typed before this script arrived
    this.commune = /^\d{5}$/.test(this.dataset.commune || "") ? this.dataset.commune : "";
    this.kiosk = "kiosk" in this.dataset;
    this.panel = this.dataset.mode === "panel";
    this.store = new Store(!this.kiosk, () => this.sync());
    this.line = new Line(this.store, {
      state: (key, name, seconds) => this.delayed(key, name, seconds),
      answer: (key, replies) => this.answered(key, replies),
      failed: (key, text, retry) => this.failed(key, text, retry),
      busy: (flag) => this.busy(flag)
    });
    this.root = this.attachShadow({ mode: "open" });
    styleOf(this.root);
    this.build();
    this.replaceChildren();
    if (draft) { this.box.value = draft.value; this.grow(); }
    this.redraw();
    this.resume();
    whenVoiceIsKnown(() => this.frame.classList.toggle("voiced", Boolean(vietnameseVoice())));
    if (this.kiosk) {
      this.idle = new IdleWatch(Number(this.dataset.idle) || 90, {
        ask: () => this.warn(), count: (left) => { this.counter.textContent = left; }, over: () => this.forget()
      });
    }
    if (!this.panel && !this.kiosk && !("framed" in this.dataset)) this.box.focus({ preventScroll: true });
  }

  build() {
    const title = make(this.panel ? "h2" : "h1", "", "Một Cửa");
    this.list = make("ol", { "aria-label": "Cuộc trò chuyện" });
    this.log = make("div", { class: "log", role: "region", "aria-label": "Cuộc trò chuyện", tabindex: "0" }, this.list);
    this.news = make("div", { class: "unseen", role: "log", "aria-live": "polite", "aria-label": "Tin mới" });
    this.status = make("p", { class: "status", role: "status" });
    this.box = make("textarea", { id: "message", rows: "1", maxlength: "2000", enterkeyhint: "send", autocomplete: "off",
      input: () => this.grow(), keydown: (event) => this.keyed(event) });
    const form = make("form", { class: "ask", "aria-label": "Gửi câu hỏi", novalidate: true, submit: (event) => { event.preventDefault(); this.submit(); } },
      make("label", { for: "message" }, "Câu hỏi của anh/chị"),
      make("div", "row", this.box, make("button", { type: "submit", class: "send" }, "Gửi")));
    const tools = make("div", "tools",
      this.kiosk || this.panel || "framed" in this.dataset ? null : make("a", { class: "quiet", href: "/thu-tuc" }, "Các thủ tục"),
      this.kiosk ? press("Trợ giúp", () => this.help(), "quiet") : null,
      press(this.kiosk ? "Làm lại từ đầu" : "Xoá hội thoại", () => this.askToForget(), "quiet"),
      this.panel ? press("Đóng", () => this.dispatchEvent(new Event("close")), "quiet close") : null);
    this.frame = make("div", { class: "mc" + (this.kiosk ? " kiosk" : "") + (this.panel ? " panel" : ""), lang: "vi" },
      make("header", "head", make("div", "", title, make("p", "", "Trợ lý ảo về thủ tục hành chính")), tools),
      make(this.panel ? "div" : "main", "main", this.log, this.status), form, this.news);
    this.root.append(this.frame);
  }

  /* What a person does */

  submit() {
    const text = this.box.value.trim();
    if (!text) { this.box.focus(); return; }
    this.box.value = "";
    this.grow();
    this.ask(text, { message: text });
    this.box.focus();
  }

  keyed(event) {
    // A Vietnamese input method uses Enter to finish a word: that is not sending.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.submit();
  }

  ask(shown, body) {
    const key = newId();
    if (this.commune) body.commune = this.commune;
    body.id = key;
    this.say({ key, who: "citizen", text: shown, body });
    this.line.send(key, body);
    if (this.idle) this.idle.rest();
  }

  choose(button, choice) {
    if (button.getAttribute("aria-disabled") === "true") return; // a double click is one choice
    button.setAttribute("aria-disabled", "true");
    setTimeout(() => button.removeAttribute("aria-disabled"), 1500);
    this.ask(choice.title, choice.said ? { message: choice.said } : { button: choice.payload });
  }

  again(key, fresh) {
    const item = this.store.item(key);
    if (!item || !item.body) return;
    if (fresh) { // the door is done with the old id: this is a new message in the old one's place
      const id = newId();
      const body = Object.assign({}, item.body, { id });
      this.store.change((talk) => {
        talk.items = talk.items.filter((one) => one.key !== key && one.of !== key);
      });
      this.say({ key: id, who: "citizen", text: item.text, body });
      this.redraw();
      this.line.send(id, body);
    } else {
      this.store.change((talk) => { talk.items = talk.items.filter((one) => one.of !== key); });
      this.store.edit(key, { note: "" });
      this.redraw();
      this.line.send(key, item.body);
    }
  }

  /* What the line tells */

  answered(key, replies) {
    const item = this.store.item(key);
    if (!item || !item.body) return; // forgotten, or another tab has the answer
    this.store.edit(key, { body: null, note: "", text: withoutNumbers(item.text) });
    this.noted(key, "");
    if (replies.some((reply) => reply.custom && reply.custom.kind === "forgotten")) { // asked for in words
      this.store.clear();
      this.redraw();
    }
    replies.forEach((reply, number) => this.say(Object.assign({}, reply, {
      key: key + "." + number, of: key, who: "assistant", custom: null, last: number === replies.length - 1, at: Date.now()
    })));
    this.news.replaceChildren(...replies.map((reply) => make("p", "", reply.text)));
    this.markOld(replies.map((reply) => reply.view && reply.view.snapshot).find(Boolean));
  }

  failed(key, text, retry) {
    const item = this.store.item(key);
    if (!item) return;
    this.noted(key, "");
    this.say({ key: key + ".failed", of: key, who: "assistant", text, retry });
    this.news.replaceChildren(make("p", "", text));
  }

  delayed(key, name, seconds) {
    this.noted(key, name === "offline"
      ? "Chưa gửi được: mất kết nối. Em sẽ tự gửi lại khi có mạng."
      : "Đang đông người hỏi, em tự gửi lại sau " + seconds + " giây.");
  }

  noted(key, note) {
    this.store.edit(key, { note });
    const item = this.list.querySelector('[data-key="' + key + '"]');
    if (!item) return;
    const old = item.querySelector(".note");
    if (old && old.textContent === note) return;
    if (old) old.remove();
    if (!note) return;
    item.append(make("p", "note", note));
    this.news.replaceChildren(make("p", "", note));
    if (item === this.list.lastElementChild) this.follow(item);
  }

  busy(flag) {
    this.status.textContent = flag ? "Trợ lý đang tra cứu" : "";
    this.status.classList.toggle("busy", flag);
    this.log.setAttribute("aria-busy", String(flag));
  }

  /* Drawing */

  say(item) {
    this.store.add(item);
    if (this.list.querySelector('[data-key="' + item.key + '"]')) return;
    const node = this.draw(item);
    this.list.append(node);
    this.follow(node);
  }

  redraw() {
    const items = this.store.items;
    this.list.replaceChildren(this.greeting(), ...items.map((item) => this.draw(item)));
    if (items.length) this.log.scrollTop = this.log.scrollHeight;
  }

  /* Another tab has changed the conversation: add and take away, and leave the rest as it is being read. */
  sync() {
    const items = this.store.items;
    for (const node of this.list.querySelectorAll("[data-key]")) {
      if (!items.some((item) => item.key === node.dataset.key)) node.remove();
    }
    for (const item of items) {
      const node = this.list.querySelector('[data-key="' + item.key + '"]');
      if (!node) this.say(item);
      else if (item.who === "citizen" && !item.note && node.querySelector(".note")) node.querySelector(".note").remove();
    }
  }

  greeting() {
    const node = this.bubble("assistant", words(GREETING), make("p", "source", CAUTION));
    const topic = this.dataset.topic;
    const starts = topic ? [["Hỏi về: " + topic, topic]] : STARTS;
    node.append(this.choices(starts.map(([title, said]) => ({ title, said })), "Việc hay hỏi"));
    node.classList.add("greeting");
    return node;
  }

  draw(item) {
    if (item.who === "citizen") {
      const node = this.bubble("citizen", words(item.text, true));
      node.dataset.key = item.key;
      if (item.note) node.append(make("p", "note", item.note));
      return node;
    }
    const node = this.bubble("assistant", ...this.content(item));
    node.dataset.key = item.key;
    if (item.retry) {
      node.append(make("div", "choices", press("Gửi lại", () => { this.again(item.of, item.retry === "new"); this.box.focus(); })));
    } else if (item.buttons && item.buttons.length) {
      const numbered = Boolean(item.view && item.view.kind === "choices"); // so that “số 2” can be said
      node.append(this.choices(item.buttons, "Lựa chọn", numbered));
    }
    if (item.view && item.view.kind === "guide") {
      node.dataset.snapshot = item.view.snapshot || "";
      node.dataset.at = item.at || "";
      node.append(this.acts(item), this.opinion(item));
    }
    return node;
  }

  bubble(who, ...children) {
    return make("li", who, make("span", "who", who === "citizen" ? "Anh/chị" : "Trợ lý"), ...children);
  }

  content(item) {
    const view = item.view;
    const drawing = { store: this.store, kiosk: this.kiosk, head: true };
    if (!view || view.kind !== "guide") return this.plain(item);
    const lead = view.lead ? [words(view.lead, this.kiosk)] : [];
    if (view.mode === "whole") return [...lead, drawCard(view, drawing)];
    if (view.mode === "checklist") {
      return [...lead, make("article", { class: "card", "aria-label": view.title }, make("h2", "title", view.title),
        drawPapers(view, this.store, true), drawSource(view))];
    }
    if (view.mode === "papers") {
      return [...lead, make("article", { class: "card", "aria-label": view.title }, make("h2", "title", view.title),
        drawPapers(view, this.store, true), drawSource(view)), this.more(view)];
    }
    return [words(item.text, this.kiosk), this.more(view)];
  }

  more(view) {
    return make("details", "rest", make("summary", "", "Xem đủ thủ tục"),
      drawCard(view, { store: this.store, kiosk: this.kiosk, head: false }));
  }

  plain(item) {
    if (item.view && item.view.kind === "choices") return [words(item.view.question || item.text, this.kiosk)];
    const body = [words(item.text, this.kiosk)];
    if (item.view && item.view.kind === "emergency" && !this.kiosk) {
      body.push(make("p", "calls", ...item.view.numbers.map((number) => make("a", { class: "go", href: "tel:" + number }, "Gọi " + number))));
    }
    return body;
  }

  choices(options, name, numbered) {
    return make("div", { class: "choices" + (numbered ? " numbered" : ""), role: "group", "aria-label": name },
      ...options.map((choice, index) => press((numbered ? index + 1 + ". " : "") + choice.title, (event) => this.choose(event.currentTarget, choice))));
  }

  acts(item) {
    const view = item.view;
    const page = DOOR + view.url + this.place(view);
    const done = make("span", { class: "done", role: "status" });
    const tell = (text) => { done.textContent = text; setTimeout(() => { done.textContent = ""; }, 4000); };
    return make("div", "acts",
      make("button", { type: "button", class: "quiet listen", click: () => this.listen(item, tell) }, "Nghe đọc"),
      press("In phiếu", () => this.print(view), "quiet"),
      this.kiosk ? press("Đưa về điện thoại", () => this.phone(view), "quiet")
        : press("Sao chép", () => copyText(item.text + "\n" + page, this.frame).then(() => tell("Đã chép."), () => tell("Máy này không chép được.")), "quiet"),
      this.kiosk ? null : make("a", { class: "quiet", href: page, target: "_blank", rel: "noopener" }, "Trang thủ tục", make("span", "unseen", " (mở trang mới)")),
      done);
  }

  place(view) {
    const commune = view.unit || this.commune;
    return commune ? "?commune=" + commune : "";
  }

  listen(item, tell) {
    const spoken = readAloud(item.text);
    tell(spoken ? "Đang đọc. Bấm lần nữa để dừng." : "Đã dừng.");
  }

  print(view) {
    const sheet = DOOR + "/phieu/" + view.code + this.place(view);
    if (!SAME_SITE) { window.open(sheet + (sheet.includes("?") ? "&" : "?") + "in=1", "_blank", "noopener"); return; }
    const frame = make("iframe", { src: sheet, class: "unseen", title: "Phiếu giấy tờ để in", "aria-hidden": "true", tabindex: "-1" });
    frame.addEventListener("load", () => { frame.contentWindow.print(); setTimeout(() => frame.remove(), 60000); });
    this.frame.append(frame);
  }

  phone(view) {
    const path = "/qr/" + view.code + this.place(view);
    this.dialog("Đưa về điện thoại", [
      make("p", "", "Mở máy ảnh của điện thoại, đưa vào mã này, bấm vào đường dẫn hiện ra."),
      make("img", { class: "qr", src: DOOR + path, width: "280", height: "280", alt: "Mã QR mở thủ tục này trên điện thoại" })
    ], [["Đóng", null]]);
  }

  opinion(item) {
    const group = make("div", { class: "opinion", role: "group", "aria-label": "Câu trả lời này có giúp được không?" });
    const tell = (text) => group.replaceChildren(make("span", { role: "status" }, text));
    const send = (value, reason) => {
      this.store.edit(item.key, { opinion: value });
      this.line.call("/widget/feedback", { id: item.of, value, reason: reason || undefined }).then((response) => response.text()).catch(() => null);
    };
    if (item.opinion) { tell("Cảm ơn anh/chị đã góp ý."); return group; }
    const why = () => {
      group.replaceChildren(make("span", "", "Chưa đúng ở điểm nào ạ?"),
        ...REASONS.map(([reason, title]) => press(title, () => { send("down", reason); tell("Cảm ơn anh/chị, em đã ghi lại."); this.log.focus(); }, "quiet")));
      group.querySelector("button").focus();
    };
    group.append(
      make("button", { type: "button", class: "quiet", click: () => { send("up"); tell("Cảm ơn anh/chị đã góp ý."); this.log.focus(); } }, thumb(false), "Hữu ích"),
      make("button", { type: "button", class: "quiet", click: why }, thumb(true), "Chưa đúng"));
    return group;
  }

  /* Answers that were given from an older snapshot say so, and lead to the page, which is always of today. */
  markOld(snapshot) {
    if (!snapshot) return;
    for (const node of this.list.querySelectorAll("li[data-snapshot]")) {
      if (!node.dataset.snapshot || node.dataset.snapshot === snapshot || node.querySelector(".old")) continue;
      const item = this.store.item(node.dataset.key);
      if (!item) continue;
      const day = new Date(Number(node.dataset.at) || Date.now()).toLocaleDateString("vi-VN");
      const note = make("p", { class: "old", role: "note" }, "Câu trả lời ngày " + day + ", trước khi dữ liệu được cập nhật. ");
      if (this.kiosk) note.append(press("Hỏi lại", (event) => this.choose(event.currentTarget, { title: item.view.title, said: item.view.title }), "quiet"));
      else note.append(link(DOOR + item.view.url + this.place(item.view), "Xem bản mới nhất"));
      node.querySelector(".who").after(note);
    }
  }

  /* A long answer is shown from its beginning, together with the question. */
  follow(node) {
    const before = node.previousElementSibling;
    const from = before && before.className === "citizen" ? before : node;
    if (getComputedStyle(this.log).overflowY === "visible") { from.scrollIntoView({ block: "start" }); return; }
    const tall = node.offsetTop + node.offsetHeight - from.offsetTop > this.log.clientHeight;
    this.log.scrollTop = tall ? from.offsetTop - this.list.offsetTop : this.log.scrollHeight;
  }

  grow() {
    this.box.style.height = "auto";
    this.box.style.height = Math.min(this.box.scrollHeight + 2, 160) + "px";
  }

  /* Send what was not answered when the page was left, and learn which snapshot is current. */
  resume() {
    const open = this.store.items.filter((item) => item.who === "citizen" && item.body);
    open.forEach((item) => this.line.send(item.key, item.body));
    if (!this.store.items.some((item) => item.view && item.view.snapshot)) return;
    this.line.call("/widget/state").then((response) => response.json()).then((state) => this.markOld(state.snapshot)).catch(() => null);
  }

  /* Forgetting, help, warning */

  askToForget() {
    if (!this.store.items.length) { this.forget(); return; }
    const text = this.kiosk ? "Cuộc trò chuyện này sẽ được xoá khỏi máy." : "Các câu hỏi và trả lời trên máy này sẽ được xoá.";
    this.dialog(this.kiosk ? "Làm lại từ đầu?" : "Xoá hội thoại?", [make("p", "", text)],
      [["Giữ lại", null], ["Xoá", () => this.forget()]]);
  }

  forget() {
    if (this.idle) this.idle.stop();
    if (speech) speech.cancel();
    this.line.forget();
    this.store.clear();
    this.closeDialog();
    this.back = this.kiosk ? this.log : this.box; // a kiosk's keyboard stays away until it is wanted
    this.box.value = "";
    this.redraw();
    this.log.scrollTop = 0;
    this.news.replaceChildren(make("p", "", "Đã xoá cuộc trò chuyện."));
    if (!this.kiosk) this.box.focus({ preventScroll: true });
  }

  help() { this.dialog("Cách dùng", [make("ol", "", ...HELP.map((line) => make("li", "", line)))], [["Đã hiểu", null]]); }

  warn() {
    this.counter = make("strong", "count");
    this.dialog("Anh/chị còn ở đây không?", [make("p", "", "Cuộc trò chuyện sẽ được xoá sau ", this.counter, " giây.")],
      [["Tôi còn ở đây", () => this.idle.rest()], ["Xoá ngay", () => this.forget()]]);
  }

  dialog(title, body, answers) {
    this.closeDialog();
    this.back = this.root.activeElement; // where the focus goes when the dialog is closed
    const heading = make("h2", { id: "dialog-title" }, title);
    const box = make("dialog", { "aria-labelledby": "dialog-title" }, heading, ...body,
      make("div", "choices", ...answers.map(([label, action]) => press(label, () => { box.close(); if (action) action(); }))));
    box.addEventListener("close", () => {
      box.remove();
      if (this.asking === box) this.asking = null;
      if (this.idle && this.idle.counting) this.idle.rest(); // Escape is a sign of life too
      if (this.back && this.back.isConnected) this.back.focus({ preventScroll: true });
    });
    this.asking = box;
    this.frame.append(box);
    box.showModal();
  }

  closeDialog() { if (this.asking && this.asking.open) this.asking.close(); }
}
