// What a renter has and wants. What changes elsewhere shows here within a second or so.

import { get } from "../api.js";
import { $, el, notice } from "../dom.js";
import { now, plural } from "../format.js";
import { door } from "../key/door.js";
import { refresher } from "../key/refresh.js";
import * as live from "../live.js";
import { card, nodesOf, past, read } from "./mine.js";
import { reserving } from "./reserve.js";
import { approving, funds } from "./spend.js";

let visitor = null;
let known = null;
let form = null;
let drawn = "";
let drawnPast = "";
const cards = new Map();

function show(open, nodes, more) {
  const ids = new Set(open.map(one => one.reservation_id));
  for (const id of cards.keys()) {
    if (!ids.has(id)) cards.delete(id);
  }
  $("mine-count").textContent = open.length ? `${plural(open.length, "reservation")}, ${plural(open.reduce((sum, one) => sum + one.slices, 0), "slice")}${more ? "; there are more than are shown" : ""}` : "";
  // A card is made anew when something in it is another: what is left of an hour, or the node's status.
  $("mine").replaceChildren(open.length
    ? el("div", { class: "cards" }, ...open.map(one => {
      const node = nodes.get(one.node_id);
      const text = JSON.stringify([one, node?.status, Math.floor((one.until - now()) / 60)]);
      const before = cards.get(one.reservation_id);
      // One whose button rests, or that says what went wrong, is left alone.
      const busy = before?.element.querySelector("[aria-busy], .trouble:not(:empty)");
      if (before && (before.text === text || busy && before.status === node?.status)) return before.element;
      const element = card(one, node, refresh.now);
      cards.set(one.reservation_id, { element, text, status: node?.status });
      return element;
    }))
    : el("p", { class: "empty" }, "You rent nothing. ", el("a", { href: "/search?rentable=true" }, "Find a node"), "."));
}

const refresh = refresher(async () => {
  if (!visitor) return;
  try {
    const { reservations, funds: mine, more } = await read();
    const nodes = await nodesOf(reservations.filter(one => one.open));
    if (!visitor) return;
    known = mine;
    funds($("funds"), mine);
    form?.reckon();
    // What is over and not settled yet holds nothing any more.
    const open = reservations.filter(one => one.open && one.until > now());
    const over = reservations.filter(one => !one.open || one.until <= now());
    const focus = $("mine").contains(document.activeElement);
    const text = JSON.stringify([open, [...nodes.values()].map(node => node.status), Math.floor(now() / 60)]);
    if (text !== drawn && !(focus && cards.size === open.length)) {
      drawn = text;
      show(open, nodes, more);
    }
    $("past-box").hidden = over.length === 0;
    const gone = JSON.stringify(over);
    if (gone !== drawnPast) $("past").replaceChildren(past(over));
    drawnPast = gone;
  } catch (error) {
    drawn = "";
    $("mine").replaceChildren(notice(error.message, "error"));
    $("mine").dispatchEvent(new CustomEvent("failed", { bubbles: true, detail: error }));
  }
});

live.open({ recent: 0 });
live.on("transition", one => {
  if (!visitor) return;
  if ($("mine").querySelector(`a[href="/nodes/${one.node_id}"]`)) refresh.soon();
  if (form?.node() === one.node_id) setTimeout(form.look, 600);
});
live.on("reset", () => refresh.soon());

try {
  const market = await get("/api/v1/market");
  await door({
    who: "renter", market,
    entered: who => {
      visitor = who;
      $("desk").hidden = false;
      form = reserving($("reserve"), { visitor: who, funds: () => known, changed: refresh.now });
      approving($("approve"), who, refresh.now);
      refresh.now();
    },
    left: () => {
      visitor = known = form = null;
      drawn = drawnPast = "";
      cards.clear();
      $("desk").hidden = true;
      for (const id of ["reserve", "funds", "approve", "mine", "past"]) $(id).replaceChildren();
    },
  });
} catch (error) {
  // An explorer alone has no such address.
  $("door").replaceChildren(error.status === 404 ? notice("There is no market here: this explorer shows nodes alone.") : notice(error.message, "error"));
}
