// A second run in the same picture: its arrays come under "b.", its line has the other style.

import { runOf } from "../shared/message.js";

const OTHER = { reverse: "forward", forward: "reverse" };

export function secondOf({ header, arrays }) {
  if (!header.second) return null;
  const own = Object.entries(arrays).filter(([name]) => name.startsWith("b."));
  const ground = header.kind === "1d" ? { p: arrays.p, log_p: arrays.log_p } : {};
  const style = OTHER[header.style] ?? "forward";
  return runOf(
    { ...header, known: undefined, df: 0, ...header.second, style, strip: null },
    { ...ground, ...Object.fromEntries(own.map(([name, each]) => [name.slice(2), each])) },
  );
}
