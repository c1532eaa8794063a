// What one rents: until when, on what, and giving it back.

import { get, post } from "../api.js";
import { el, nodeLink, status } from "../dom.js";
import { count, date, now, plural, span, spore } from "../format.js";
import { attempt, sure } from "../key/ask.js";

const HOUR = 3600;
/** Node ids that one question may name. */
const MOST_IDS = 500;
/** Pages of 100 that are shown at most. */
const MOST_PAGES = 5;

/** One's reservations, the newest first, and what one pays with; `more` where there are more than are shown. */
export async function read() {
  const all = [];
  let cursor = null;
  let first = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await get(`/api/reservations${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);
    first ??= answer;
    all.push(...answer.reservations);
    cursor = answer.next_cursor;
    if (!cursor) break;
  }
  return { reservations: all.reverse(), funds: first.funds, more: Boolean(cursor) };
}

/** What the explorer knows of these nodes, by their ids. */
export async function nodesOf(reservations) {
  const ids = [...new Set(reservations.map(one => one.node_id))].slice(0, MOST_IDS);
  if (ids.length === 0) return new Map();
  const answer = await get(`/api/v1/nodes?size=${MOST_IDS}&${ids.map(id => `node_id=${encodeURIComponent(id)}`).join("&")}`);
  return new Map(answer.nodes.map(node => [node.node_id, node]));
}

/** What giving it back now costs: each hour that began. */
function due(one) {
  const begun = Math.min(one.hours, Math.ceil(Math.max(0, now() - one.from) / HOUR));
  return BigInt(one.amount) / BigInt(one.hours) * BigInt(begun);
}

export function card(one, node, changed) {
  const trouble = el("div", { class: "trouble" });
  const back = el("button", { type: "button", class: "quiet" }, "Give it back");
  back.addEventListener("click", async () => {
    if (await sure("Give it back?", [
      `${plural(one.slices, "slice")} of ${one.node_id} until ${date(one.until)}. What runs there ends.`,
      `Each hour that began is paid: about ${spore(String(due(one)))} of ${spore(one.amount)}. The rest comes back to you.`,
    ], { yes: "Give it back", danger: true })) attempt(back, trouble, () => post(`/api/reservations/${encodeURIComponent(one.reservation_id)}/release`), changed);
  });
  const left = el("div", { class: "share left", role: "img", "aria-label": `${span(one.until - now())} left` }, el("span", { class: "s-online" }), el("span", {}));
  const share = Math.min(1, Math.max(0, (one.until - now()) / (one.hours * HOUR)));
  left.children[0].style.flexGrow = share;
  left.children[1].style.flexGrow = 1 - share;
  return el("article", { class: "panel reservation", "aria-label": `Reservation on ${one.node_id}`, data: { reservation: one.reservation_id } },
    el("header", {}, el("h3", {}, plural(one.slices, "slice"), " of ", nodeLink(one.node_id)),
      el("p", { class: "row" }, node ? status(node.status) : el("span", { class: "meta" }, "this explorer does not know the node"),
        node && node.status !== "online" ? el("span", { class: "meta" }, "It is silent. You keep the slices; you may give them back.") : null)),
    left,
    el("dl", { class: "facts" },
      el("div", {}, el("dt", {}, "Until"), el("dd", {}, date(one.until))),
      el("div", {}, el("dt", {}, "Left"), el("dd", {}, span(one.until - now()))),
      el("div", {}, el("dt", {}, "For"), el("dd", {}, plural(one.hours, "hour"))),
      el("div", {}, el("dt", {}, "Cost"), el("dd", {}, spore(one.amount)))),
    el("p", { class: "meta mono" }, one.reservation_id),
    trouble, el("div", { class: "row" }, back));
}

export const past = over => el("div", { class: "scroll" }, el("table", {}, el("caption", { class: "visually-hidden" }, "Reservations that are over"),
  el("thead", {}, el("tr", {}, ...["Node", "Slices", "From", "Cost"].map((text, i) => el("th", { scope: "col", class: i === 0 ? null : "n" }, text)))),
  el("tbody", {}, ...over.map(one => el("tr", {}, el("td", {}, nodeLink(one.node_id)), el("td", { class: "n" }, count(one.slices)), el("td", { class: "n" }, date(one.from)), el("td", { class: "n" }, one.earned === null ? "not settled yet" : spore(one.earned)))))));
