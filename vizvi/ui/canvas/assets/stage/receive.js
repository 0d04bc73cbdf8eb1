// What a message from Python changes: a run replaces the run, an answer in mid-drag adds to it.

import { ease, reduced } from "../shared/ease.js";
import { furnish } from "./furnish.js";
import { reground } from "./target1d.js";

export function receive(stage, { header, arrays }) {
  if (header.type === "live" || header.type === "ground") {
    answered(stage, header, arrays);
    return;
  }
  const before = stage.run;
  const same = before?.header.id === header.id;
  stage.run = { header, arrays, value: (key, t) => {
    const values = arrays[key];
    return values ? values[Math.min(t, values.length - 1)] : NaN;
  } };
  stage.setStale(false);
  stage.handles.arrived(header, before?.header.id);
  stage.channel.heard(Math.max(header.seq ?? 0, stage.channel.sent)); // a run answers everything
  furnish(stage);
  const caughtUp = stage.group.join(header.link);
  stage.targets.arrived(header);
  stage.guess.show(header.guess);
  stage.explain.arrived(stage.run, same);
  cover(stage, before);
  stage.group.keep(() => {
    if (!before && !caughtUp) open(stage);
    else if (!before || same) stage.show(Math.min(stage.step, stage.steps));
    else replace(stage, before);
  });
  stage.painter.resize();
}

// In mid-drag: what q is worth there, or what p looks like now.
function answered(stage, header, arrays) {
  stage.channel.heard(header.seq);
  if (header.type === "live") {
    stage.handles.echo(header, arrays);
    if (stage.run && stage.handles.held) stage.refresh();
  } else if (stage.run) {
    reground(stage.run, header, arrays);
    if (header.grips) stage.targets.arrived(header);
    stage.setStale(true);
    stage.painter.resize();
  }
}

// A link may ask for a step; without one the run opens at its start, or at its end if nothing is to move.
function open(stage) {
  const asked = stage.run.header.step;
  if (reduced() && !stage.run.header.dial) stage.chips.set("trail", true);
  if (Number.isInteger(asked)) stage.show(Math.min(Math.max(asked, 0), stage.steps));
  else stage.show(reduced() ? stage.goal : 0);
}

function replace(stage, before) {
  if (stage.player.playing) {
    stage.show(0);
    stage.player.play(0, stage.goal, stage.steps);
  } else {
    const ended = before.header.steps > 0 && stage.step >= before.header.steps;
    stage.show(ended ? stage.steps : Math.min(stage.step, stage.steps));
  }
}

// What a real user could not know fades out or in.
function cover(stage, before) {
  const goal = stage.run.header.hidden ? 1 : 0;
  stage.uncover?.();
  if (!before) stage.veil = goal;
  const from = stage.veil;
  if (from === goal) return;
  stage.uncover = ease(stage.run.header.present ? 800 : 400, (share) => {
    stage.veil = from + (goal - from) * share;
    stage.painter.resize();
  });
}
