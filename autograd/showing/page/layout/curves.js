/** Edges as smooth curves: they leave and arrive along the flow, and bend in between. */

/** The cubic pieces through the points: each [p0, c0, c1, p1]; `down` where data flows downward. */
export function piecesThrough(points, down) {
  const along = down ? 1 : 0;
  const pieces = [];
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1], points[i]];
    const reach = (to[along] - from[along]) / 2;
    const leave = [...from];
    const arrive = [...to];
    leave[along] += reach;
    arrive[along] -= reach;
    pieces.push([from, leave, arrive, to]);
  }
  return pieces;
}

const written = (p) => `${p[0].toFixed(1)} ${p[1].toFixed(1)}`;

/** The pieces as the `d` of an SVG path. */
export function pathData(pieces) {
  return pieces.reduce(
    (d, piece) => `${d}C${piece.slice(1).map(written).join(" ")}`,
    `M${written(pieces[0][0])}`,
  );
}

/** The point at t (0 to 1) of the whole curve, its pieces taken as equally long. */
export function pointAt(pieces, t) {
  const at = Math.min(t * pieces.length, pieces.length - 1e-9);
  const [p, q, r, s] = pieces[Math.floor(at)];
  const u = at % 1;
  const v = 1 - u;
  return [0, 1].map(
    (k) => v * v * v * p[k] + 3 * v * v * u * q[k] + 3 * v * u * u * r[k] + u * u * u * s[k],
  );
}

/** A small arrowhead whose tip is the curve's end. */
export function arrowData(pieces, down) {
  const [x, y] = pieces[pieces.length - 1][3];
  return down ? `M${x} ${y}l-3.5 -7h7z` : `M${x} ${y}l-7 -3.5v7z`;
}

/** An arrowhead against the edge, its tip the curve's beginning: the way of a gradient. */
export function backArrowData(pieces, down) {
  const [x, y] = pieces[0][0];
  return down ? `M${x} ${y}l-6 11h12z` : `M${x} ${y}l11 -6v12z`;
}

/** The curve stopped short of its end by the length of the arrowhead. */
export function shortened(points, down) {
  const cut = points.map((p) => [...p]);
  cut[cut.length - 1][down ? 1 : 0] -= 6;
  return cut;
}
