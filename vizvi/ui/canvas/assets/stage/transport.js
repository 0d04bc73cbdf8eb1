// What the transport says: where the run is, and whether it plays.

import { dialText, dialWords } from "./dial.js";
import { icon } from "./elements.js";

export function transport(parts, { step, steps, playing, dial, waiting }) {
  const { root, play, range, counter, toStart, back, forward, toEnd, explain } = parts;
  if (root.dataset.playing !== String(playing)) {
    root.dataset.playing = playing;
    const label = playing ? "Pause" : "Play";
    play.setAttribute("aria-label", label);
    play.title = `${label} (space)`;
    play.replaceChildren(icon(playing ? "pause" : "play"));
  }
  range.value = step;
  range.setAttribute("aria-valuetext", dial ? dialWords(dial, step) : `step ${step} of ${steps}`);
  range.style.setProperty("--vizvi-done", `${steps ? (100 * step) / steps : 0}%`);
  counter.textContent = dial ? dialText(dial, step) : `step ${step}/${steps}`;
  for (const part of [play, range, toStart, back, forward, toEnd, explain]) part.disabled = waiting;
  const idle = [[toStart, step <= 0], [back, step <= 0], [forward, step >= steps], [toEnd, step >= steps]];
  for (const [part, off] of idle) part.dataset.idle = off; // looks idle; `disabled` would drop the keyboard focus
}
