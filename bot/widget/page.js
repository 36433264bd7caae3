/* The guide pages: ticks that are kept, print, share, read aloud. Without this script everything can still be read. */
(function () {
  "use strict";
  const TICKS = "motcua:ticks";
  const acts = document.querySelector("[data-acts]");
  const said = document.querySelector("[data-said]");
  const tell = (text) => { if (said) said.textContent = text; };

  function kept() {
    try { return JSON.parse(localStorage.getItem(TICKS) || "{}") || {}; } catch (error) { return {}; }
  }

  document.querySelectorAll(".papers[data-code]").forEach((box) => {
    const code = box.dataset.code;
    box.querySelectorAll("input[type=checkbox]").forEach((tick) => {
      const text = tick.nextElementSibling.textContent;
      const name = tick.closest("ul").previousElementSibling;
      const key = name && name.classList.contains("case") ? name.textContent + ": " + text : text; // as in card.js
      tick.checked = (kept()[code] || []).includes(key);
      tick.addEventListener("change", () => {
        const all = kept();
        const others = (all[code] || []).filter((one) => one !== key);
        all[code] = tick.checked ? [...others, key] : others;
        try { localStorage.setItem(TICKS, JSON.stringify(all)); } catch (error) { /* closed: the tick lasts as long as the page */ }
      });
    });
  });

  function sheet() {
    const link = document.querySelector('a[href^="/phieu/"]');
    const frame = document.createElement("iframe");
    frame.className = "unseen";
    frame.title = "Phiếu giấy tờ để in";
    frame.src = link.href;
    frame.addEventListener("load", () => { frame.contentWindow.print(); setTimeout(() => frame.remove(), 60000); });
    document.body.append(frame);
  }

  function share() {
    const about = { title: document.title, url: document.querySelector("link[rel=canonical]").href };
    if (navigator.share) navigator.share(about).catch(() => null);
    else if (navigator.clipboard) navigator.clipboard.writeText(about.url).then(() => tell("Đã chép địa chỉ trang."), () => tell("Địa chỉ trang: " + about.url));
    else tell("Địa chỉ trang: " + about.url);
  }

  function listen() {
    const speech = window.speechSynthesis;
    if (speech.speaking) { speech.cancel(); tell("Đã dừng đọc."); return; }
    const spoken = new SpeechSynthesisUtterance(document.querySelector("h1").textContent + ". " + document.querySelector("[data-read]").innerText);
    spoken.lang = "vi-VN";
    spoken.voice = speech.getVoices().find((voice) => /^vi\b/i.test(voice.lang)) || null;
    spoken.rate = 0.95;
    speech.speak(spoken);
    tell("Đang đọc. Bấm lần nữa để dừng.");
  }

  if (acts) {
    acts.hidden = false;
    const does = { print: sheet, share, listen, "print-now": () => window.print() };
    acts.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (button) does[button.dataset.act]();
    });
    const speaker = acts.querySelector('[data-act="listen"]');
    const voiced = () => { if (speaker) speaker.hidden = !speechSynthesis.getVoices().some((voice) => /^vi\b/i.test(voice.lang)); };
    if (window.speechSynthesis) { voiced(); speechSynthesis.addEventListener && speechSynthesis.addEventListener("voiceschanged", voiced); }
  }
  if (document.body.classList.contains("sheet") && new URLSearchParams(location.search).get("in") === "1") window.print();
})();
