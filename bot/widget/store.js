/* What is kept on the device: session, conversation, ticks. Shared by tabs and pages of one site; in memory at a kiosk. */
const STORE = "motcua:1";
const TICKS = "motcua:ticks";
const KEEP_MS = 7 * 86400e3;
const MOST_ITEMS = 60;

class Store {
  constructor(lasting, changed) {
    this.lasting = lasting;
    this.memory = {};
    if (lasting) {
      window.addEventListener("storage", (event) => { if (event.key === STORE || event.key === null) changed(); });
    }
  }

  read(key) {
    if (this.lasting) {
      try {
        const value = JSON.parse(localStorage.getItem(key) || "null");
        return typeof value === "string" ? JSON.parse(value) : value; // an old library on the page writes lists twice
      } catch (error) { /* storage is closed to us: memory it is */ }
    }
    return this.memory[key] || null;
  }

  write(key, value) {
    this.memory[key] = value;
    if (!this.lasting) return;
    try { localStorage.setItem(key, JSON.stringify(value)); } catch (error) { /* full or closed */ }
  }

  talk() {
    const talk = this.read(STORE);
    const usable = talk && Array.isArray(talk.items) && Date.now() - talk.at < KEEP_MS;
    return usable ? talk : { items: [], session: null, at: Date.now() };
  }

  change(edit) {
    const talk = this.talk();
    edit(talk);
    talk.at = Date.now();
    while (talk.items.length > MOST_ITEMS) talk.items.shift();
    this.write(STORE, talk);
  }

  get items() { return this.talk().items; }

  item(key) { return this.items.find((item) => item.key === key); }

  /* Add an item unless another tab has added it. */
  add(item) {
    this.change((talk) => { if (!talk.items.some((one) => one.key === item.key)) talk.items.push(item); });
  }

  edit(key, values) {
    this.change((talk) => {
      const found = talk.items.find((item) => item.key === key);
      if (found) Object.assign(found, values);
    });
  }

  get session() { return this.talk().session; }
  set session(value) { this.change((talk) => { talk.session = value; }); }

  clear() {
    this.memory = {};
    if (!this.lasting) return;
    try { localStorage.removeItem(STORE); localStorage.removeItem(TICKS); } catch (error) { /* closed */ }
  }

  ticked(code) { return (this.read(TICKS) || {})[code] || []; }

  tick(code, paper, on) {
    const all = this.read(TICKS) || {};
    const kept = (all[code] || []).filter((one) => one !== paper);
    all[code] = on ? [...kept, paper] : kept;
    this.write(TICKS, all);
  }
}
