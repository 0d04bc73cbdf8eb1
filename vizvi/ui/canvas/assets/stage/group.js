// A stage among linked ones: it shows the step that any of them shows, and its Play and Pause are everyone's.

import { Link } from "../shared/link.js";

export class Group {
  constructor(stage) {
    this.stage = stage;
    this.playing = false; // another stage of the group plays
    this.quiet = false;
    this.told = "";
    const now = () => stage.run && { step: stage.step, playing: stage.player.playing };
    this.link = new Link((detail) => this.hear(detail), now, ({ header, p, worth, fit }) => {
      if (header) stage.reground(header, p, worth);
      else stage.zoom.hear(fit);
    });
  }

  // True if the group already showed a step, which this stage now shows too.
  join(name) {
    this.heard = false;
    this.link.join(name);
    if (!name) this.playing = false;
    return this.heard;
  }

  hear({ step, playing }) {
    const { stage } = this;
    if (!stage.run) return;
    this.heard = true;
    this.playing = playing;
    this.told = "";
    this.quietly(() => {
      stage.player.pause();
      if (step !== null && !stage.waiting) this.show(Math.min(step, stage.steps));
      stage.transport.say();
    });
  }

  show(step) {
    const { stage } = this;
    if (step === stage.step) return; // a q in the hand here stays there
    stage.explain.stop();
    stage.handles.drop();
    stage.show(step);
  }

  quietly(act) {
    const before = this.quiet;
    this.quiet = true;
    act();
    this.quiet = before;
  }

  // What a message from Python changes here must not stop another stage's playback.
  keep(act) {
    if (this.playing) this.quietly(act);
    else act();
  }

  // Called whenever the transport changes; says only what is new.
  tell() {
    if (this.quiet) return;
    this.playing = false; // this stage acts now
    const { step, player } = this.stage;
    const news = `${step} ${player.playing}`;
    if (news === this.told) return;
    this.told = news;
    this.link.tell(step, player.playing);
  }

  // Pause pressed here while another stage plays.
  pause() {
    this.playing = false;
    this.told = `${this.stage.step} false`; // the other one knows better at which step it stops
    this.link.tell(null, false);
  }

  leave() {
    this.link.leave();
  }
}
