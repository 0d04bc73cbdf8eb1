// How far numbers that are shown can be trusted: they may wait for an answer, or belong to another q or p.

export class Trust {
  constructor(stage) {
    this.stage = stage;
    this.worth = null; // the numbers of the q shown against a p that a hand has moved
    this.behind = false; // p moved and the run has not followed yet
    this.old = false; // Python has not answered for a while
  }

  // A run arrived: its numbers are its own.
  restore() {
    this.worth = null;
    this.behind = false;
    this.mark();
  }

  // p moved under a hand; q is worth what Python says against this p.
  weigh(worth) {
    this.worth = worth.elbo ? worth : null;
    this.behind = !this.worth;
    this.mark();
  }

  // The numbers told were of another q.
  outdate() {
    this.worth = null;
    this.behind = true;
    this.mark();
  }

  // Numbers wait for an answer, and after a while the connection counts as lost.
  quiet(old, lost, asked) {
    const { root, parts, painter } = this.stage;
    root.dataset.asked = asked;
    parts.lost.hidden = !lost;
    if (old === this.old) return;
    this.old = old;
    this.mark();
    painter.soon();
  }

  mark() {
    const { run, player, handles, step, root } = this.stage;
    const later = run && !player.playing && !handles.held && !run.knows(step);
    root.dataset.stale = Boolean(this.behind || this.old || later);
  }
}
