/* The line to the door: one message at a time, in order, each with an id of its own until it is answered. */
const WAIT_MS = 75000;
const PAUSES = [3, 6, 12, 20, 30]; // seconds between tries without a network

class Line {
  /* told: {state(key, name, seconds), answer(key, replies), failed(key, text, retry), busy(flag)} */
  constructor(store, told) {
    this.store = store;
    this.told = told;
    this.waiting = [];
    this.working = false;
    this.tries = 0;
    window.addEventListener("online", () => { this.tries = 0; this.work(true); });
  }

  send(key, body) {
    if (this.waiting.some((one) => one.key === key)) return;
    this.waiting.push({ key, body });
    this.work();
  }

  /* Drop what waits and end the session; nothing is sent before the door has forgotten it. */
  forget() {
    this.waiting = [];
    clearTimeout(this.alarm);
    this.alarm = 0;
    this.told.busy(false);
    this.forgetting = (this.forgetting || 0) + 1;
    this.forgotten().catch(() => null);
  }

  async forgotten() {
    const asked = this.forgetting;
    if (!asked) return;
    await (await this.call("/widget/forget", {})).text();
    if (this.forgetting === asked) this.forgetting = 0;
  }

  async work(now) {
    if (this.working || !this.waiting.length) return;
    if (now) clearTimeout(this.alarm);
    else if (this.alarm) return;
    this.alarm = 0;
    this.working = true;
    const one = this.waiting[0];
    this.told.busy(true);
    const pause = await this.once(one);
    this.working = false;
    if (pause) {
      this.told.busy(false);
      if (this.waiting.includes(one)) this.alarm = setTimeout(() => { this.alarm = 0; this.work(); }, pause * 1000);
      return;
    }
    this.waiting = this.waiting.filter((each) => each !== one);
    this.told.busy(this.waiting.length > 0);
    this.work();
  }

  /* Try once; return the seconds to wait before the same message is tried again, 0 when it is done with. */
  async once({ key, body }) {
    let response, data;
    try {
      await this.forgotten();
      response = await this.call("/widget/chat", body);
      data = await response.json();
    } catch (error) {
      const pause = PAUSES[Math.min(this.tries++, PAUSES.length - 1)];
      this.told.state(key, "offline", pause);
      return pause;
    }
    this.tries = 0;
    if (response.status === 429 || response.status === 503) {
      const pause = Math.max(1, Number(response.headers.get("Retry-After")) || 5);
      this.told.state(key, "wait", pause);
      return pause;
    }
    if (!Array.isArray(data)) this.told.failed(key, data.error || "Hệ thống gặp trục trặc.", "new");
    else if (data[0].custom && data[0].custom.kind === "failure") this.told.failed(key, data[0].text, data[0].custom.retry);
    else this.told.answer(key, data);
    return 0;
  }

  async call(path, body) {
    const abort = new AbortController();
    const alarm = setTimeout(() => abort.abort(), WAIT_MS);
    const headers = body ? { "Content-Type": "application/json" } : {};
    if (this.store.session) headers["X-Motcua-Session"] = this.store.session;
    try {
      const response = await fetchIt(DOOR + path, {
        method: body ? "POST" : "GET",
        credentials: SAME_SITE ? "same-origin" : "omit",
        headers,
        body: body ? JSON.stringify(body) : undefined,
        signal: abort.signal
      });
      const session = response.headers.get("X-Motcua-Session");
      if (session) this.store.session = session;
      return response;
    } finally { clearTimeout(alarm); }
  }
}
