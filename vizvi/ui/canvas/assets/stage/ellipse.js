// Geometry in the plane: a Gaussian's principal axes and contours.

// cov = [c11, c12, c22] -> {sd: [long, short], angle of the long axis}
export function axes(cov) {
  const [a, b, c] = cov;
  const half = Math.hypot((a - c) / 2, b);
  const middle = (a + c) / 2;
  return {
    sd: [Math.sqrt(Math.max(0, middle + half)), Math.sqrt(Math.max(0, middle - half))],
    angle: half < 1e-12 * Math.abs(middle) ? 0 : 0.5 * Math.atan2(2 * b, a - c),
  };
}

export function covariance([s1, s2], angle) {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [a, b] = [s1 * s1, s2 * s2];
  return [a * c * c + b * s * s, (a - b) * c * s, a * s * s + b * c * c];
}

export function outline(mean, cov, radius, count = 96) {
  const { sd, angle } = axes(cov);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const xy = new Float64Array(2 * count + 2);
  for (let i = 0; i <= count; i++) {
    const turn = (2 * Math.PI * i) / count;
    const [u, v] = [radius * sd[0] * Math.cos(turn), radius * sd[1] * Math.sin(turn)];
    xy[2 * i] = mean[0] + c * u - s * v;
    xy[2 * i + 1] = mean[1] + s * u + c * v;
  }
  return xy;
}
