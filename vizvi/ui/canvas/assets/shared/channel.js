// What the browser tells Python: one message in flight, the newest value next, and always once more on release.
// Each tells which session's picture it answers, so that nobody takes an old hand for news.

const PATIENCE = 4000; // ms after which an answer counts as lost
const SILENCE = 300; // ms without an answer after which numbers are old

export class Channel {
  // owner: { send(name, value), quiet(stale, lost, asked) }
  constructor(owner) {
    this.owner = owner;
    this.sent = 0;
    this.echoed = 0;
    this.asked = new Map(); // what waits for an answer: number → when
    this.last = {};
    this.waiting = null;
    this.token = null;
    this.picture = null;
  }

  // A picture arrived; true if another session drew the one before, which then knows nothing of what was said here.
  from({ token = null, id = this.picture }) {
    const other = this.token !== null && token !== this.token;
    this.token = token;
    this.picture = id;
    if (other) {
      this.asked.clear();
      this.waiting = null;
      this.last = {};
      this.echoed = this.sent;
      this.watch();
    }
    return other;
  }

  // Answers carry the number of the latest message they know, whichever kind it was; without one they answer everything.
  heard(seq = this.sent) {
    this.echoed = Math.max(this.echoed, seq);
    this.sent = Math.max(this.sent, seq);
    for (const number of this.asked.keys()) if (number <= this.echoed) this.asked.delete(number);
    if (!this.busy) this.next();
    this.watch();
  }

  get busy() {
    return this.echoed < this.sent && performance.now() - this.at < PATIENCE;
  }

  next() {
    if (this.waiting) this.post(this.waiting.name, this.waiting.value, false);
  }

  // Whether Python still has to answer the message of this number; what got lost is not waited for.
  waits(number) {
    const at = this.asked.get(number);
    return at !== undefined && performance.now() - at < PATIENCE;
  }

  // Returns the number of the message, also of one that waits: its answer says what became of the value.
  post(name, value, released) {
    if (!released && this.busy) {
      this.waiting = { name, value };
      return this.sent + 1;
    }
    this.waiting = null;
    const text = JSON.stringify(value);
    if (!released && text === this.last[name]) return this.sent;
    this.last[name] = released ? null : text;
    this.at = performance.now();
    this.sent += 1;
    this.asked.set(this.sent, this.at);
    this.tell(name, { seq: this.sent, ...structuredClone(value), released });
    this.watch();
    return this.sent;
  }

  // Something that needs no answer.
  tell(name, value) {
    const { token, picture } = this;
    this.owner.send(name, { ...value, token, picture });
  }

  forget(name) {
    if (this.waiting?.name === name) this.waiting = null;
  }

  // Says when the oldest question has waited too long, and when no answer is missing any more; what waits for an answer that
  // got lost is sent, though the hand rests.
  watch() {
    if (!this.busy) this.next();
    clearTimeout(this.timer);
    const [oldest] = this.asked.values();
    const waited = oldest === undefined ? 0 : performance.now() - oldest;
    const stale = waited > SILENCE;
    this.owner.quiet(stale, stale && waited > PATIENCE && !working(), oldest !== undefined);
    if (oldest === undefined) return;
    const next = [SILENCE, PATIENCE].find((limit) => limit >= waited) ?? waited + 1000;
    this.timer = setTimeout(() => this.watch(), next - waited + 1);
  }

  close() {
    clearTimeout(this.timer);
    this.asked.clear();
    this.waiting = null;
  }
}

// A server that is there and computes has lost nothing.
function working() {
  const app = document.querySelector('[data-testid="stApp"]')?.attributes;
  const said = (name) => app?.getNamedItem(name)?.value;
  return said("data-test-connection-state") === "CONNECTED" && said("data-test-script-state") === "running";
}
