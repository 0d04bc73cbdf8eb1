// What a new run means for the step that is shown and for the clock. Pure: each case is a line of a test.

const within = (step, steps) => Math.min(Math.max(step, 0), steps);

// now: { step, playing, led, kept } of the stage; led: another stage of its group plays, or has shown it a step; kept:
// where this same run stood when it was last on the page, or null.
// before, next: headers; goal: the step where the run ends or broke; reduced: no motion is wanted.
// → { step, play, trail }: play null leaves the clock as it is.
export function arrival(now, before, next, { goal, reduced }) {
  const stay = { step: within(now.step, next.steps), play: null, trail: false };
  const end = { step: goal, play: false, trail: reduced && !next.dial };
  const start = reduced ? end : { step: 0, play: true, trail: false };
  if (next.open) return { step: 0, play: false, trail: false }; // nothing tells the end before it is asked for
  if (now.led) return stay;
  if (!before && Number.isInteger(next.step)) return { ...end, step: within(next.step, next.steps) }; // a link asks for it
  if ((!before || before.open) && Number.isInteger(now.kept)) return { ...end, step: within(now.kept, next.steps) };
  if (!before && next.autoplay) return start; // a picture that opens a page by moving
  if (!before) return reduced ? end : { ...end, step: 0 };
  if (next.play === "reset") return { step: 0, play: false, trail: false }; // as first opened
  if (before.open) return start; // the question is answered
  if (before.id === next.id) return stay;
  if (next.play === "choice" || next.autoplay) return start; // choosing is playing
  if (now.playing) return { step: 0, play: true, trail: false };
  const ended = before.steps > 0 && now.step >= before.steps;
  return { ...stay, step: ended ? next.steps : stay.step, play: false };
}
