// Pictures of one page that share a step: each tells the others through the document.

let count = 0;

export class Link {
  constructor(hear, state, ground = (_message) => {}) {
    this.hear = hear;
    this.ground = ground;
    this.state = state;
    this.group = null;
    this.id = `vizvi-${Date.now()}-${count++}-${Math.random()}`;
    /** @param {any} event */
    this.onStep = ({ detail }) => {
      if (this.group && detail.link === this.group && detail.from !== this.id) this.hear(detail);
    };
    /** @param {any} event */
    this.onAsk = ({ detail }) => {
      const now = this.group && detail.link === this.group && detail.from !== this.id ? this.state() : null;
      if (now) this.tell(now.step, now.playing);
    };
    /** @param {any} event */
    this.onGround = ({ detail }) => {
      if (this.group && detail.link === this.group && detail.from !== this.id) this.ground(detail.message);
    };
    document.addEventListener("vizvi:step", this.onStep);
    document.addEventListener("vizvi:ground", this.onGround);
    document.addEventListener("vizvi:ask", this.onAsk);
  }

  // A new member of the group catches up with the others; they answer before this returns.
  join(group) {
    if ((group ?? null) === this.group) return;
    this.group = group ?? null;
    if (this.group) this.dispatch("vizvi:ask", {});
  }

  // What p is now, for pictures that show the same one.
  share(message) {
    if (this.group) this.dispatch("vizvi:ground", { message });
  }

  // `step` null: only whether something plays has changed.
  tell(step, playing) {
    if (this.group) this.dispatch("vizvi:step", { step, playing });
  }

  dispatch(name, detail) {
    document.dispatchEvent(new CustomEvent(name, { detail: { link: this.group, from: this.id, ...detail } }));
  }

  leave() {
    document.removeEventListener("vizvi:step", this.onStep);
    document.removeEventListener("vizvi:ground", this.onGround);
    document.removeEventListener("vizvi:ask", this.onAsk);
  }
}
