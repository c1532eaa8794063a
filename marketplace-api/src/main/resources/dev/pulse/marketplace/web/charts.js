// A line over the last minutes: time to the right, zero at the bottom.

import { el, svg } from "./dom.js";
import { count, span } from "./format.js";

const WIDTH = 600;
const HEIGHT = 120;

/** A round number at or above the greatest value, for the top of the scale. */
function ceiling(value) {
  if (value <= 1) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find(factor => factor * magnitude >= value);
  return step * magnitude;
}

const tick = value => Number.isInteger(value) ? count(value) : String(+value.toPrecision(3));

/** Breaks a line where seconds are missing, so that a gap looks like one. */
function pieces(points, gap) {
  const all = [];
  for (const point of points) {
    const last = all.at(-1)?.at(-1);
    if (!last || point.at - last.at > gap) all.push([]);
    all.at(-1).push(point);
  }
  return all;
}

/**
 * @param points {at, value}, oldest first
 * @param format how a value is written
 * @param label what it shows, for those who can't see it
 */
export function draw(figure, points, seconds, format, label) {
  if (points.length < 2) {
    figure.replaceChildren(el("p", { class: "none" }, "Waiting for the first seconds."));
    return;
  }
  const end = points.at(-1).at;
  const begin = end - seconds;
  const shown = points.filter(point => point.at >= begin);
  const top = ceiling(Math.max(...shown.map(point => point.value)) * 1.08);
  const x = point => ((point.at - begin) / seconds * WIDTH).toFixed(1);
  const y = point => (HEIGHT - point.value / top * HEIGHT).toFixed(1);
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label":
    `${label}: ${format(shown.at(-1).value)} now, between ${format(Math.min(...shown.map(p => p.value)))} and ${format(Math.max(...shown.map(p => p.value)))} over the last ${span(end - shown[0].at)}.` });
  for (const line of [0, HEIGHT / 2, HEIGHT]) {
    drawing.append(svg("line", { class: "grid", x1: 0, x2: WIDTH, y1: line, y2: line }));
  }
  for (const piece of pieces(shown, 15)) {
    const path = piece.map((point, i) => `${i ? "L" : "M"}${x(point)} ${y(point)}`).join("");
    drawing.append(svg("path", { class: "area", d: `${path}L${x(piece.at(-1))} ${HEIGHT}L${x(piece[0])} ${HEIGHT}Z` }));
    drawing.append(svg("path", { class: "line", d: path }));
  }
  figure.replaceChildren(
    drawing,
    el("div", { class: "axis", "aria-hidden": "true" }, el("span", {}, tick(top)), el("span", {}, tick(top / 2)), el("span", {}, "0")),
    el("div", { class: "time", "aria-hidden": "true" }, el("span", {}, `${span(seconds)} ago`), el("span", {}, "now")));
}
