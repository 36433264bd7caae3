/* One line on any site: <script src="…/widget.js" data-commune="00166" defer></script> */
const FRAME = "/?khung=1";

class MotCuaLauncher extends HTMLElement {
  connectedCallback() {
    if (this.root) return;
    this.root = this.attachShadow({ mode: "open" });
    styleOf(this.root);
    this.button = make("button", { type: "button", class: "launch", "aria-expanded": "false", "aria-haspopup": "dialog", click: () => this.toggle() },
      make("span", { "aria-hidden": "true", class: "door" }), "Hỏi thủ tục");
    this.holder = make("div", { class: "holder", role: "dialog", "aria-label": "Một Cửa, hỏi đáp thủ tục", hidden: true,
      keydown: (event) => { if (event.key === "Escape" && !event.isComposing && !(this.chat && this.chat.asking)) this.toggle(false); } });
    this.root.append(make("div", { class: "launcher", lang: "vi" }, this.button, this.holder));
    document.addEventListener("securitypolicyviolation", (event) => this.blocked(event));
    if (window.visualViewport) visualViewport.addEventListener("resize", () => this.fit());
  }

  toggle(show) {
    const open = show === undefined ? this.holder.hidden : show;
    if (open && !this.holder.firstChild) this.fill();
    this.holder.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    if (open) {
      this.fit();
      if (window.CloseWatcher) { // the back gesture of a phone closes the panel, not the page
        this.watcher = new CloseWatcher();
        this.watcher.onclose = () => { this.watcher = null; this.toggle(false); };
      }
      if (this.chat) { this.chat.redraw(); this.chat.box.focus(); }
    } else {
      if (this.watcher) { this.watcher.onclose = null; this.watcher.destroy(); this.watcher = null; }
      this.button.focus();
    }
  }

  fill() {
    if (this.dataset.mode === "iframe") { this.frame(); return; }
    this.chat = make("mot-cua", { "data-mode": "panel", "data-commune": this.dataset.commune || "" });
    this.chat.addEventListener("close", () => this.toggle(false));
    this.holder.append(this.chat);
  }

  frame() {
    this.chat = null;
    this.holder.replaceChildren(
      press("Đóng", () => this.toggle(false), "quiet close"),
      make("iframe", { src: DOOR + FRAME + (this.dataset.commune ? "&commune=" + this.dataset.commune : ""), title: "Một Cửa, hỏi đáp thủ tục" }));
  }

  /* The site's own policy forbids calls to the door: a frame may be allowed; if not, a link always is. */
  blocked(event) {
    if (!event.blockedURI.startsWith(DOOR)) return;
    if (event.effectiveDirective === "connect-src" && this.chat) this.frame();
    else if (/^(frame|child|default)-src/.test(event.effectiveDirective)) {
      this.holder.replaceChildren(press("Đóng", () => this.toggle(false), "quiet close"),
        make("p", "alone", link(DOOR + "/" + (this.dataset.commune ? "?commune=" + this.dataset.commune : ""), "Mở trang hỏi đáp thủ tục", "go")));
    }
  }

  /* With a phone's keyboard open the panel keeps to what is still to be seen. */
  fit() {
    const view = window.visualViewport;
    if (!view || this.holder.hidden) return;
    this.holder.style.setProperty("--seen", Math.round(view.height) + "px");
    this.holder.style.setProperty("--above", Math.round(view.offsetTop) + "px");
  }
}

function boot() {
  const modern = window.customElements && "adoptedStyleSheets" in Document.prototype && window.AbortController && fetchIt
    && typeof HTMLDialogElement === "function";
  if (!modern || customElements.get("mot-cua")) { // an old browser: the page's form works, a site gets a link
    if (!modern && SCRIPT && !("page" in SCRIPT.dataset)) {
      const plain = document.createElement("a");
      plain.href = DOOR + "/";
      plain.textContent = "Hỏi thủ tục";
      document.body.appendChild(plain);
    }
    return;
  }
  customElements.define("mot-cua", MotCua);
  customElements.define("mot-cua-launcher", MotCuaLauncher);
  if (!SCRIPT || "page" in SCRIPT.dataset) return;
  const about = { "data-commune": SCRIPT.dataset.commune || "", "data-mode": SCRIPT.dataset.mode || "" };
  const target = SCRIPT.dataset.target ? document.querySelector(SCRIPT.dataset.target) : null;
  if (target) target.append(make("mot-cua", { "data-mode": "panel", "data-inline": true, "data-commune": about["data-commune"] }));
  else document.body.append(make("mot-cua-launcher", about));
}
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", boot);
else boot();
