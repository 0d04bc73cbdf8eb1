// What Python keeps back until somebody looks: draws of q, and those of the steps.

export class Wanted {
  constructor(stage) {
    this.stage = stage;
    this.asked = ""; // what was asked for last, of which run
  }

  ask() {
    const { run, chips, explain, send, channel } = this.stage;
    const { id, later = [] } = run?.header ?? {};
    const { samples, arrows } = chips.on;
    const parts = [...(samples || arrows ? ["draws"] : []), ...(explain.wanted ? ["steps"] : [])];
    const key = `${id} ${parts}`;
    if (!parts.some((part) => later.includes(part)) || this.asked === key || !send) return;
    this.asked = key;
    channel.post("wanted", { parts }, true);
  }
}
