// Going from state to state: by an address, a link, a knob, an answer.

import { asked, snapped, write } from "./address.js";
import { alive } from "./controls.js";
import { byHand, cover, room } from "./dress.js";
import { documentOf, gathered } from "./files.js";
import { asking, saidNow, tables } from "./gate.js";
import { morph } from "./morph.js";
import { all, answers, hush, keep, main, make, now, page, tell } from "./page.js";
import { hold, mount, sweep } from "./pictures.js";
import { nearest } from "./states.js";

// Shows a recorded state. how: play, why; step, where its stage begins.
export async function go(index, how = {}) {
  now.turn += 1;
  const mine = now.turn;
  const [, told, open] = page.states[index];
  const name = open || told;
  let doc;
  try {
    doc = await documentOf(name);
    const ask = asking(name, doc, make("template", { innerHTML: doc.html }).content);
    if (open && answers[ask]) doc = await documentOf(told);
    else if (!open && ask && !answers[ask]) answers[ask] = { said: "", locked: false }; // who goes on has skipped it
    await Promise.all(doc.parts.map(([, names]) => gathered(names)));
  } catch {
    tell("This setting did not arrive: is the connection there?");
    return;
  }
  if (mine !== now.turn) return;
  now.here = index;
  hush();
  await render(doc, how, tables.get(name));
  write();
  keep();
}

async function render(doc, how, holdable) {
  const next = make("main", { innerHTML: doc.html });
  for (const { name, value } of [...main.attributes]) next.setAttribute(name, value);
  morph(main, next);
  for (const element of main.querySelectorAll("[data-setting]")) alive(element, go);
  saidNow();
  cover();
  byHand(holdable.length > 0);
  room();
  await Promise.all(doc.parts.map(async ([key, names, header, table]) => {
    const element = main.querySelector(`[data-part="${CSS.escape(key)}"]`);
    const ready = { play: how.play, step: how.step ?? null };
    await mount(element, header, await gathered(names), null, ready);
    if (table) hold(element, header, names, table, ready);
  }));
  sweep();
}

// Shows what a link or an address asks for, or the nearest there is, and says so.
export function follow(given, how = {}) {
  const { wanted, step } = asked(given);
  const { index, exact } = nearest(wanted, all[0]);
  now.step = step;
  const done = go(index, { ...how, step });
  if (!exact && Object.keys(wanted).length) done.then(() => tell(snapped(wanted, index)));
  return done;
}
