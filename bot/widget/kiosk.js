/* A kiosk is left by one person and taken by the next: after a while without a touch it asks, then forgets. */
const COUNT_SECONDS = 20;

class IdleWatch {
  constructor(seconds, { ask, count, over }) {
    this.seconds = seconds;
    this.told = { ask, count, over };
    for (const name of ["pointerdown", "keydown", "input", "wheel"]) {
      window.addEventListener(name, () => { if (!this.counting) this.rest(); }, { capture: true, passive: true });
    }
  }

  /* Begin to wait anew; nothing is watched before the first touch, when there is nothing to forget. */
  rest() {
    clearTimeout(this.alarm);
    clearInterval(this.counting);
    this.counting = 0;
    this.alarm = setTimeout(() => this.ask(), this.seconds * 1000);
  }

  stop() { clearTimeout(this.alarm); clearInterval(this.counting); this.counting = 0; }

  ask() {
    let left = COUNT_SECONDS;
    this.told.ask();
    this.told.count(left);
    this.counting = setInterval(() => {
      left -= 1;
      this.told.count(left);
      if (left <= 0) { this.stop(); this.told.over(); }
    }, 1000);
  }
}
