// The Equal Earth projection (Šavrič, Patterson and Jenny, 2018): areas are true, so dense means dense everywhere. Degrees in,
// units of a map that is WIDTH wide out.

const A = [1.340264, -0.081106, 0.000893, 0.003796];
const M = Math.sqrt(3) / 2;
const RADIANS = Math.PI / 180;
const EDGE = 2.706629987 * 2;

export const WIDTH = 1000;
const SCALE = WIDTH / EDGE;
/** Where the map is cut: the inhabited part of the globe. */
export const TOP = -y(83.5);
export const HEIGHT = y(83.5) - y(-57);

function y(north) {
  const t = Math.asin(M * Math.sin(north * RADIANS));
  const t6 = t ** 6;
  return t * (A[0] + A[1] * t * t + t6 * (A[2] + A[3] * t * t)) * SCALE;
}

/** A place on the map, from the left and from the top. */
export function project(east, north) {
  const t = Math.asin(M * Math.sin(north * RADIANS));
  const t2 = t * t;
  const across = east * RADIANS * Math.cos(t) / (M * (A[0] + 3 * A[1] * t2 + t2 ** 3 * (7 * A[2] + 9 * A[3] * t2)));
  return [WIDTH / 2 + across * SCALE, -y(north) - TOP];
}

/** The degrees {east, north} of a place on the map, or null for one beyond the globe's edge. */
export function unproject(left, top) {
  const goal = -(top + TOP) / SCALE;
  let t = goal / A[0];
  for (let i = 0; i < 12; i++) {
    const t2 = t * t;
    const t6 = t2 ** 3;
    const step = (t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2)) - goal) / (A[0] + 3 * A[1] * t2 + t6 * (7 * A[2] + 9 * A[3] * t2));
    t -= step;
    if (Math.abs(step) < 1e-9) break;
  }
  const sine = Math.sin(t) / M;
  if (!(Math.abs(sine) <= 1)) return null;
  const t2 = t * t;
  const east = (left - WIDTH / 2) / SCALE * M * (A[0] + 3 * A[1] * t2 + t2 ** 3 * (7 * A[2] + 9 * A[3] * t2)) / Math.cos(t) / RADIANS;
  return Math.abs(east) <= 180 ? { east, north: Math.asin(sine) / RADIANS } : null;
}

/** The points, {east, north}, at so many kilometres from one: on a sphere of the mean radius of the earth. */
export function around({ east, north }, km) {
  const angle = km / 6371.0088;
  const n = north * RADIANS;
  const points = [];
  for (let bearing = 0; bearing <= 360; bearing += 5) {
    const b = bearing * RADIANS;
    const to = Math.asin(Math.sin(n) * Math.cos(angle) + Math.cos(n) * Math.sin(angle) * Math.cos(b));
    const by = Math.atan2(Math.sin(b) * Math.sin(angle) * Math.cos(n), Math.cos(angle) - Math.sin(n) * Math.sin(to));
    points.push({ east: ((east + by / RADIANS + 540) % 360) - 180, north: to / RADIANS });
  }
  return points;
}
