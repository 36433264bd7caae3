// Parts of a page that take a second are asked for after it is shown.
for (const place of document.querySelectorAll("[data-url]")) {
  fetch(place.dataset.url, { credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
    .then((html) => { place.innerHTML = html; })
    .catch(() => { place.textContent = "Chưa hỏi thử được. Xin tải lại trang."; });
}
