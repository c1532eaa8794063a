// The last thirty days, a column for each: how much of what was observed the node was online.

import { get } from "../api.js";
import { el, svg } from "../dom.js";
import { day, percent, plural, span } from "../format.js";

const WIDTH = 900;
const HEIGHT = 64;
const GAP = 3;
/** A day of less is drawn as bad, one of less than GOOD as middling. */
const BAD = 0.95;
const GOOD = 0.995;

const share = one => one.observed_ms > 0 ? one.online_ms / one.observed_ms : null;

function words(one) {
  const value = share(one);
  if (value === null) return `${day(one.from)}: not observed`;
  const down = (one.observed_ms - one.online_ms) / 1000;
  return `${day(one.from)}: ${percent(value)} online${down >= 1 ? `, silent for ${span(down)}` : ""}, of ${span(one.observed_ms / 1000)} observed`;
}

function strip(spans) {
  const width = WIDTH / spans.length;
  const drawing = svg("svg", { class: "strip", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": `Uptime by day. ${spans.filter(one => share(one) !== null && share(one) < GOOD).map(words).join(". ") || "No day with an outage."}` });
  spans.forEach((one, i) => {
    const value = share(one);
    const kind = value === null ? "none" : value >= GOOD ? "good" : value >= BAD ? "middling" : "bad";
    const column = svg("g", { class: kind }, svg("title", {}, words(one)), svg("rect", { class: "whole", x: i * width, y: 0, width: width - GAP, height: HEIGHT }));
    if (value !== null) {
      // What was silent is seen even where it was a minute.
      const silent = value === 1 ? 0 : Math.max(5, (1 - value) * HEIGHT);
      column.append(svg("rect", { class: "up", x: i * width, y: silent, width: width - GAP, height: HEIGHT - silent }));
    }
    drawing.append(column);
  });
  return drawing;
}

/** Asks and draws. An explorer that keeps no history says so. */
export async function timeline(id, box, figure) {
  try {
    const answer = await get(`/api/v1/nodes/${id}/uptime?by=day&window=30d`);
    const observed = answer.observed_ms / 1000;
    figure.textContent = observed > 0 ? percent(answer.online_ms / answer.observed_ms) : "";
    if (observed <= 0) {
      box.replaceChildren(el("p", { class: "empty" }, "Nothing of the last thirty days is known yet: a node is observed from its first heartbeat on, and what was observed is written every ten minutes."));
      return;
    }
    box.replaceChildren(strip(answer.spans),
      el("p", { class: "ends meta", "aria-hidden": "true" }, el("span", {}, day(answer.spans[0].from)), el("span", {}, "today")),
      el("p", { class: "meta" }, `Online ${span(answer.online_ms / 1000)} of ${span(observed)} observed; outages of ours and maintenance are not counted. It went offline ${plural(answer.flaps, "time")}.${answer.complete === false ? " Not all of the past is known." : ""}`));
  } catch (error) {
    figure.textContent = "";
    box.replaceChildren(el("p", { class: "empty" }, error.code === "not_found" ? "This explorer keeps no history by day." : error.message));
  }
}
