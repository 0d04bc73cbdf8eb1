// Which of two lines the chart shows: what is minimized, or the ELBO.

export class Swap {
  constructor(stage) {
    this.stage = stage;
    this.climbs = false; // the ELBO
    stage.parts.swap.onclick = () => this.toggle();
  }

  // A run's header says both; what was chosen before stays.
  arrived(header) {
    const { trace, thermometer } = header;
    const { swap } = this.stage.parts;
    swap.firstChild.textContent = trace?.label?.startsWith("KL") ? "KL" : trace?.label ?? "";
    if (this.climbs && trace?.other) header.trace = { ...trace.other, other: trace };
    swap.hidden = !trace?.other || Boolean(thermometer);
    swap.setAttribute("aria-pressed", this.climbs);
  }

  toggle() {
    const { run, parts, painter } = this.stage;
    this.climbs = !this.climbs;
    const { trace } = run.header;
    run.header.trace = { ...trace.other, other: trace };
    parts.swap.setAttribute("aria-pressed", this.climbs);
    this.stage.tell();
    painter.all();
  }
}
