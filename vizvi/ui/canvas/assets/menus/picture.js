// A sketch as the text of an SVG picture.

export const WIDTH = 44, HEIGHT = 30;

// sketch: [tone, path] pairs; a tone is a name of the color table.
export function picture(sketch, theme) {
  const paths = sketch.map(([tone, path]) =>
    `<path d="${path}" fill="${theme[tone]}" fill-opacity="${theme.fill}" stroke="${theme[tone]}" stroke-width="1.5" stroke-linejoin="round"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">${paths.join("")}</svg>`;
}
