// Stages and boards, by the live edition's own modules, and what is answered when a hand says something to them.

import { presenting, write } from "./address.js";
import { file, gathered } from "./files.js";
import { frame } from "./hand.js";
import { drawings, main, now, tell } from "./page.js";
import { turned } from "./states.js";
import { readout } from "vizvi/shared/format.js";

const letters = Promise.race([document.fonts.load('16px "Source Sans"'), new Promise((done) => setTimeout(done, 300))]);
const shown = new Map(); // element → what its module left to call at its end, and what it was told
const said = new WeakMap(); // element → the number of the last thing it said
const guesses = {};
// Who goes to another state, and who hears that q was drawn: they stand above this module.
export const on = { turn: (_index) => {}, drawn: () => {} };

// One message as the canvases read it: the length of a header, the header, aligned arrays.
function message(header, arrays) {
  const head = new TextEncoder().encode(JSON.stringify(header));
  const padding = (8 - ((4 + head.length) % 8)) % 8;
  const whole = new Uint8Array(4 + head.length + padding + arrays.length).fill(32, 0, 4 + head.length + padding);
  new DataView(whole.buffer).setUint32(0, head.length + padding, true);
  whole.set(head, 4);
  whole.set(arrays, 4 + head.length + padding);
  return whole;
}

// how: play, a reason to; step, where a stage begins.
export async function mount(element, header, arrays, hand, how) {
  const { part, kind } = element.dataset;
  const [{ default: show }] = await Promise.all([import(`vizvi/${kind}/main.js`), letters]);
  const more = { ...header, token: "", present: presenting(), ...dressed(element, header, hand) };
  if (how.play && header.type === "run") more.play = how.play;
  if (how.step !== null && !shown.has(element)) more.step = how.step;
  const setStateValue = (name, value) => heard(element, name, value);
  const give = (head, bytes) => show({ data: message(head, bytes), parentElement: element, setStateValue });
  const answer = (extra) => give({ ...more, ...extra }, arrays);
  shown.set(element, { end: answer({}), answer, give, show, hand, header, arrays, part });
}

// What a picture is told here besides what it was told live: what can be held, what was drawn and guessed.
function dressed(element, header, hand) {
  const { part } = element.dataset;
  if (header.type !== "run") {
    const still = header.cursor && !header.cursor.follow && turned(part).length < 2;
    const cursor = header.cursor && { cursor: { ...header.cursor, still } };
    return { seq: said.get(element) ?? 0, still: true, ...cursor };
  }
  return {
    ...(hand && { handles: ["mean", "scale"] }),
    ...(header.guess && guesses[part] !== undefined && { guess: { ...header.guess, value: guesses[part] } }),
    ...(hand && !header.open && drawings[part] && { ghosts: [...(header.ghosts ?? []), drawings[part]] }),
  };
}

// The table behind a hand comes after the picture; from then on q can be held.
export async function hold(element, header, names, [about, data], how) {
  try {
    const raw = await file(data);
    const hand = { about, data: new Float32Array(raw.slice().buffer) };
    if (element.isConnected && shown.get(element)?.header === header) await mount(element, header, await gathered(names), hand, { ...how, play: undefined });
  } catch { /* then nothing can be held */ }
}

// Pictures whose place is gone.
export function sweep() {
  for (const [element, { end }] of shown) {
    if (element.isConnected) continue;
    end?.();
    shown.delete(element);
  }
}

export function repaint() {
  for (const [parentElement, { show }] of shown) {
    show({ data: null, parentElement, setStateValue: (name, value) => heard(parentElement, name, value) });
  }
}

// What the hand says of a picture: a step is an address, a guess is kept, q is answered where a table is, a cursor turns
// what was swept; everything else would need Python.
function heard(element, name, value) {
  const one = shown.get(element);
  if (value.seq) said.set(element, value.seq);
  if (name === "step" && element === main.querySelector('[data-part][data-kind="stage"]')) {
    now.step = value.value;
    write();
  } else if (name === "guess") guesses[element.dataset.part] = value.value;
  else if (name === "handles" && one.hand) queueMicrotask(() => held(one, value));
  else if (name === "cursor" && turned(one.part).length) turn(one, value);
  else if (value.released && value.seq) {
    one.answer({ seq: value.seq });
    tell("The live edition answers to a hand here; this one can only show what was computed.");
  }
}

function turn({ part, answer }, { value, seq }) {
  const [[, index]] = turned(part).sort((a, b) => Math.abs(a[0] - value) - Math.abs(b[0] - value));
  if (index === now.here) answer({ seq });
  else on.turn(index);
}

function held({ hand, header, arrays, give, part }, value) {
  const { offset, shape } = header.arrays.p;
  const p = new Float32Array(arrays.slice(offset, offset + 4 * shape[0]).buffer);
  const { head, bytes, found } = frame(header, p, hand.about, hand.data, value);
  give(head, bytes);
  if (!value.released) return;
  if (header.open && found) draw(part, header, value, found);
  if (!header.open) tell("These are this q's numbers. Play shows the run that was computed; from where you leave q it runs in the live edition.");
}

// A prediction drawn by hand stays beside the answer.
function draw(part, header, { mean, sd }, found) {
  const key = header.strip?.total ?? "reverse_kl";
  drawings[part] = { label: "you said", mean, cov: [sd[0] ** 2], note: `${readout(found[key], "quadrature", key)} nats` };
  on.drawn();
}
