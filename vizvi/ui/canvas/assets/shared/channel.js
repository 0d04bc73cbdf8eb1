// What the browser tells Python: one message in flight, the newest value next, and always once more on release.

const PATIENCE = 3000; // ms after which a lost answer no longer blocks

export class Channel {
  constructor(stage) {
    this.stage = stage;
    this.sent = 0;
    this.echoed = 0;
    this.last = {};
    this.waiting = null;
  }

  // Answers carry the number of the latest message they know, whichever kind it was; a run answers everything.
  heard(seq = this.sent) {
    this.echoed = Math.max(this.echoed, seq);
    this.sent = Math.max(this.sent, seq);
    if (!this.waiting || this.echoed < this.sent) return;
    const { name, value } = this.waiting;
    this.post(name, value, false);
  }

  post(name, value, released) {
    const busy = this.echoed < this.sent && performance.now() - this.at < PATIENCE;
    if (!released && busy) {
      this.waiting = { name, value };
      return;
    }
    this.waiting = null;
    const text = JSON.stringify(value);
    if (!released && text === this.last[name]) return;
    this.last[name] = released ? null : text;
    this.at = performance.now();
    this.sent += 1;
    this.stage.send(name, { seq: this.sent, ...structuredClone(value), released });
  }

  forget(name) {
    if (this.waiting?.name === name) this.waiting = null;
  }
}
