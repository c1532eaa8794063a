// A small line: time to the right, zero at the bottom, no scale. What it shows is written beside it.

import { svg } from "../dom.js";

const WIDTH = 120;
const HEIGHT = 28;

/**
 * @param points {at, value}, oldest first
 * @param seconds how much time is shown, up to the last point
 * @param gap seconds between two points beyond which the line is broken
 */
export function spark(points, seconds, gap = 30) {
  const figure = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", class: "spark", "aria-hidden": "true" });
  if (points.length < 2) return figure;
  const end = points.at(-1).at;
  const top = Math.max(...points.map(point => point.value), 1e-9);
  const x = at => (WIDTH * (1 - (end - at) / seconds)).toFixed(1);
  const y = value => (HEIGHT - 2 - (HEIGHT - 4) * value / top).toFixed(1);
  let path = "";
  points.forEach((point, i) => {
    const apart = i === 0 || point.at - points[i - 1].at > gap;
    path += `${apart ? "M" : "L"}${x(point.at)} ${y(point.value)}`;
  });
  figure.append(svg("path", { d: path }));
  return figure;
}
