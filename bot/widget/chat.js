/* The chat page: sends a question with an id of its own, shows the answer as text, lets a failed one be sent again. */
(function () {
  "use strict";
  if (!window.fetch || !window.crypto || !window.AbortController) return; // the form works without any of this

  var WAIT_MS = 75000;
  var form = document.getElementById("ask");
  var box = document.getElementById("message");
  var log = document.getElementById("log");
  var status = document.getElementById("status");
  var commune = document.body.dataset.commune || "";
  var waiting = 0;

  form.noValidate = true;
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var text = box.value.trim();
    if (!text) { box.focus(); return; }
    box.value = "";
    grow();
    say("citizen", text);
    ask({ message: text, id: newId() });
    box.focus();
  });
  box.addEventListener("keydown", function (event) {
    // A Vietnamese input method uses Enter to finish a word: that is not sending.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit ? form.requestSubmit() : form.querySelector("button").click();
  });
  box.addEventListener("input", grow);
  // An answer that was rendered without this script still gets working buttons.
  log.addEventListener("submit", function (event) {
    var button = event.submitter;
    if (!button) return;
    event.preventDefault();
    choose(button, { title: button.textContent, payload: button.value });
  });
  box.focus({ preventScroll: true });
  log.scrollTop = log.scrollHeight;

  function ask(body) {
    if (commune) body.commune = commune;
    busy(1);
    var abort = new AbortController();
    var alarm = setTimeout(function () { abort.abort(); }, WAIT_MS);
    return fetch("/widget/chat", {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: abort.signal
    }).then(function (response) {
      return response.json().then(function (data) {
        if (Array.isArray(data)) data.forEach(function (reply) { show(reply, body); });
        else offerAgain(data.error || "Hệ thống gặp trục trặc.", body);
      });
    }).catch(function () {
      offerAgain("Mất kết nối nên chưa nhận được câu trả lời.", body);
    }).then(function () {
      clearTimeout(alarm);
      busy(-1);
    });
  }

  function show(reply, body) {
    var failed = reply.custom && reply.custom.kind === "failure";
    if (failed) { offerAgain(reply.text, reply.custom.retry === "new" ? withNewId(body) : body); return; }
    var item = say("assistant", reply.text);
    if (!reply.buttons || !reply.buttons.length) return;
    var group = element("div", "choices");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Lựa chọn");
    reply.buttons.forEach(function (choice) {
      group.appendChild(press(choice.title, function (button) { choose(button, choice); }));
    });
    item.appendChild(group);
    follow(item);
  }

  function choose(button, choice) {
    if (button.getAttribute("aria-disabled") === "true") return; // a double click is one choice
    button.setAttribute("aria-disabled", "true");
    say("citizen", choice.title);
    ask({ button: choice.payload, id: newId() }).then(function () { button.removeAttribute("aria-disabled"); });
    box.focus({ preventScroll: true });
  }

  function offerAgain(text, body) {
    var item = say("assistant", text);
    var group = element("div", "choices");
    group.appendChild(press("Gửi lại", function () { group.remove(); ask(body); box.focus(); }));
    item.appendChild(group);
    follow(item);
  }

  function say(who, text) {
    var item = element("li", who);
    var name = element("span", "who");
    name.textContent = who === "citizen" ? "Anh/chị" : "Trợ lý";
    item.appendChild(name);
    item.appendChild(paragraph(text, who === "assistant"));
    log.appendChild(item);
    follow(item);
    return item;
  }

  function paragraph(text, links) {
    var node = element("p", "text");
    var address = /https?:\/\/[^\s<>"'“”]+/g;
    var from = 0, match;
    while (links && (match = address.exec(text))) {
      var url = match[0].replace(/[.,;:!?)\]}…]+$/, "");
      if (!official(url)) continue;
      node.appendChild(document.createTextNode(text.slice(from, match.index)));
      var link = element("a");
      link.href = url;
      link.rel = "noopener";
      link.target = "_blank";
      link.textContent = url;
      link.setAttribute("aria-label", url + " (mở trang mới)");
      node.appendChild(link);
      from = match.index + url.length;
    }
    node.appendChild(document.createTextNode(text.slice(from)));
    return node;
  }

  function official(url) {
    try {
      var parsed = new URL(url);
      return !parsed.username && /(^|\.)gov\.vn$/.test(parsed.hostname);
    } catch (error) { return false; }
  }

  function press(title, action) {
    var button = element("button");
    button.type = "button";
    button.textContent = title;
    button.addEventListener("click", function () { action(button); });
    return button;
  }

  function busy(change) {
    waiting += change;
    status.textContent = waiting ? "Trợ lý đang tra cứu" : "";
    status.classList.toggle("busy", waiting > 0);
  }

  /* Show a long answer from its beginning, not from its end. */
  function follow(item) {
    var top = item.offsetTop - log.offsetTop;
    log.scrollTop = item.offsetHeight > log.clientHeight ? top : log.scrollHeight;
  }

  function grow() {
    box.style.height = "auto";
    box.style.height = Math.min(box.scrollHeight + 2, 160) + "px";
  }

  function withNewId(body) {
    var copy = Object.assign({}, body);
    copy.id = newId();
    return copy;
  }

  function newId() {
    var bytes = crypto.getRandomValues(new Uint8Array(12));
    return Array.prototype.map.call(bytes, function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
  }

  function element(tag, className) {
    var node = document.createElement(tag);
    if (className) node.className = className;
    return node;
  }
})();
