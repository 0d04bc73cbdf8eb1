// Eased changes of view, never of data: what fades in or travels, cubic in and out.

const REDUCED = window.matchMedia("(prefers-reduced-motion: reduce)");

export const reduced = () => REDUCED.matches;

export const cubic = (x) => (x < 0.5 ? 4 * x ** 3 : 1 - (2 - 2 * x) ** 3 / 2);

// Calls `draw` with 0…1 over `ms`; where motion is unwelcome, once with 1. Returns what cancels it.
export function ease(ms, draw) {
  if (reduced()) {
    draw(1);
    return () => {};
  }
  let request = 0;
  let since = null;
  const tick = (now) => {
    since ??= now;
    const share = Math.min(1, (now - since) / ms);
    draw(cubic(share));
    if (share < 1) request = requestAnimationFrame(tick);
  };
  request = requestAnimationFrame(tick);
  return () => cancelAnimationFrame(request);
}
