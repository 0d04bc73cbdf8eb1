// The transport's buttons, the chart's scrub and the keyboard, connected to one stage; returns what cuts the keyboard.

import { listen } from "../shared/keys.js";

export function wire(stage) {
  const { root, toStart, back, play, forward, toEnd, range, speed, chart } = stage.parts;
  toStart.onclick = () => stage.seek(0);
  back.onclick = () => stage.walk(-1);
  play.onclick = () => stage.toggle();
  forward.onclick = () => stage.walk(1);
  toEnd.onclick = () => stage.seek(Infinity);
  range.oninput = () => stage.seek(Number(range.value));
  speed.onchange = () => stage.player.setSpeed(speed.value);
  const scrub = (event) => {
    const step = stage.painter.stepAt(event.offsetX);
    if (step !== null) stage.seek(step);
  };
  chart.onpointerdown = (event) => {
    chart.setPointerCapture(event.pointerId);
    scrub(event);
  };
  chart.onpointermove = (event) => chart.hasPointerCapture(event.pointerId) && scrub(event);
  return listen(root, range, ({ toggle, by, to }) => {
    if (stage.run?.header.keys === false) return;
    if (toggle) stage.toggle();
    else if (by !== undefined) stage.walk(by);
    else stage.seek(to);
  });
}
