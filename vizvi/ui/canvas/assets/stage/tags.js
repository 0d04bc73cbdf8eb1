// Where the tags of a level's guess stand, so that neither covers the other.

// The answer's tag hangs under its rule, clear of the ceiling; what was said makes room for it.
export function stackTags({ answer, answerTag, spec, tag }, y, g) {
  let said = -12;
  if (!answer.hidden) {
    const tall = answerTag.offsetHeight || 24;
    const at = g.Y(spec.answer);
    const above = at + 2 * tall + 8 > g.box.y + g.box.h;
    const [from, to] = above ? [at - tall - 4, at] : [at, at + tall + 4];
    if (y + tall / 2 > from - 2 && y - tall / 2 < to + 2) said = (above ? from - tall - 2 : to + 2) - y;
    answerTag.style.top = `${above ? -tall - 4 : 4}px`;
  }
  tag.style.top = `${said}px`;
}
