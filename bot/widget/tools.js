/* Small tools. What the page around may have changed is taken once, at the start. */
const fetchIt = window.fetch && window.fetch.bind(window);
const SCRIPT = document.currentScript;
const DOOR = SCRIPT ? new URL(SCRIPT.src).origin : location.origin;
const SAME_SITE = DOOR === location.origin;

/* make("p", "text", "words") or make("button", {class: "x", type: "button"}, child, child) */
function make(tag, about, ...children) {
  const node = document.createElement(tag);
  const attributes = typeof about === "string" ? { class: about } : about || {};
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== false && value !== "") node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

function press(title, action, kind) {
  return make("button", { type: "button", class: kind || "", click: action }, title);
}

/* A thumb up or down; drawn, because kiosks and old phones lack the letters for it. */
function thumb(down) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const shape = document.createElementNS(space, "path");
  for (const [name, value] of [["viewBox", "0 0 24 24"], ["class", down ? "thumb down" : "thumb"], ["aria-hidden", "true"]]) picture.setAttribute(name, value);
  shape.setAttribute("d", "M3 10.5h4V21H3zM9 20.2V10.4L13 3c1.5 0 2.4 1.1 2.2 2.5L14.6 9h5.2c1.1 0 1.9 1 1.7 2l-1.6 8.3c-.2.9-1 1.7-2 1.7h-6.6c-.8 0-1.7-.3-2.3-.8z");
  picture.append(shape);
  return picture;
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function official(address) {
  try {
    const url = new URL(address);
    return /^https?:$/.test(url.protocol) && !url.username && /(^|\.)gov\.vn$/.test(url.hostname);
  } catch (error) { return false; }
}

function link(address, words, kind) {
  return make("a", { href: address, rel: "noopener", target: "_blank", class: kind || "" }, words || address,
    make("span", "unseen", " (mở trang mới)"));
}

/* A text with its official addresses as links; where `plain` is set they stay words. */
function words(text, plain) {
  const node = make("p", "text");
  const address = /https?:\/\/[^\s<>"'“”]+/g;
  let from = 0, match;
  while (!plain && (match = address.exec(text))) {
    const url = match[0].replace(/[.,;:!?)\]}…]+$/, "");
    if (!official(url)) continue;
    node.append(text.slice(from, match.index), link(url));
    from = match.index + url.length;
  }
  node.append(text.slice(from));
  return node;
}

function copyText(text, place) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = make("textarea", { class: "unseen", "aria-hidden": "true" });
  area.value = text;
  place.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done ? Promise.resolve() : Promise.reject(new Error("copy"));
}

/* What is kept on the citizen's device shows no long numbers. */
function withoutNumbers(text) {
  return text.replace(/\d[\d .\-]{7,}\d/g, "[đã ẩn số]");
}
