// A farmer's nodes, prices and earnings. What changes elsewhere shows here within a second or so.

import { get } from "../api.js";
import { $, el, notice } from "../dom.js";
import { plural } from "../format.js";
import { door } from "../key/door.js";
import { refresher } from "../key/refresh.js";
import * as live from "../live.js";
import { adopt, howToPair, signFor } from "./adopt.js";
import { autoPublish, readAuto, readTemplates, templates } from "./arrange.js";
import { earnings } from "./earn.js";
import { card } from "./node.js";

const PAGE = 100;

let visitor = null;
let all = [];
/** The last that was drawn of each part, as text: what is the same is left as it is, with what is being typed in it. */
const drawn = new Map();
const lists = { pending: list("/api/dashboard/nodes/pending"), nodes: list("/api/dashboard/nodes") };

/** Nodes, page by page, as many pages as were asked for. */
function list(path) {
  return {
    pages: 1, cards: new Map(), more: false,
    async read() {
      const nodes = [];
      let cursor = null;
      for (let page = 0; page < this.pages; page++) {
        const answer = await get(`${path}?size=${PAGE}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
        nodes.push(...answer.nodes);
        cursor = answer.next_cursor;
        if (!cursor) break;
      }
      this.more = Boolean(cursor);
      return nodes;
    },
  };
}

function once(part, value, draw) {
  const text = JSON.stringify(value);
  if (drawn.get(part) === text) return;
  drawn.set(part, text);
  draw();
}

const desk = {
  templates: () => all,
  changed: () => refresh.now(),
  adopt: node => signFor(node, visitor),
  get market() { return visitor.market; },
};

/**
 * Puts cards where nodes are; a card that stays is changed, not made anew.
 *
 * @param none what stands there where there are none; drawn anew when `said` is another
 */
function show(root, known, nodes, none, of, said = "") {
  const ids = new Set(nodes.map(node => node.node_id));
  for (const [id, one] of known.cards) {
    if (!ids.has(id)) {
      one.element.remove();
      known.cards.delete(id);
    }
  }
  if (nodes.length === 0) {
    if (root.dataset.none !== said) root.replaceChildren(none());
    root.dataset.none = said;
    return;
  }
  delete root.dataset.none;
  let box = root.querySelector(":scope > .cards");
  if (!box) root.replaceChildren(box = el("div", { class: "cards" }));
  nodes.forEach((node, i) => {
    const one = known.cards.get(node.node_id);
    if (one) one.update(node);
    else known.cards.set(node.node_id, card(node, desk));
    const { element } = known.cards.get(node.node_id);
    if (box.children[i] !== element) box.insertBefore(element, box.children[i] ?? null);
  });
  root.querySelector(":scope > .more")?.remove();
  if (of.more) {
    root.append(el("p", { class: "more" }, el("button", { type: "button", class: "quiet", onclick: () => {
      of.pages++;
      refresh.now();
    } }, "Show more")));
  }
}

const retired = { cards: new Map() };

async function nodesAndPending() {
  const [waiting, mine] = await Promise.all([lists.pending.read(), lists.nodes.read()]);
  const rest = mine.filter(node => node.market?.listing_id);
  const gone = mine.filter(node => node.lifecycle === "retired");
  // A node in maintenance that is not offered waits as well.
  const idle = mine.filter(node => !node.market?.listing_id && node.lifecycle !== "retired" && !waiting.some(one => one.node_id === node.node_id));
  const pending = [...waiting, ...idle];
  const farm = mine.find(node => node.market?.farm_id)?.market.farm_id;
  $("pending-count").textContent = pending.length ? `${plural(pending.length, "node")}${lists.pending.more ? " and more" : ""}` : "";
  $("nodes-count").textContent = rest.length ? `${plural(rest.length, "node")}${lists.nodes.more ? " and more" : ""}, ${plural(rest.reduce((sum, node) => sum + (node.market.slices - node.market.free_slices), 0), "slice")} rented` : "";
  show($("pending"), lists.pending, pending, () => howToPair(visitor.account, farm), lists.pending, farm);
  show($("nodes"), lists.nodes, rest, () => el("p", { class: "empty" }, "Nothing is offered yet."), lists.nodes);
  $("retired-box").hidden = gone.length === 0;
  show($("retired"), retired, gone, () => el("span"), { more: false });
}

async function arrangements() {
  const [found, auto] = await Promise.all([readTemplates(), readAuto()]);
  all = found;
  once("templates", found, () => templates($("templates"), found, refresh.now));
  once("auto", [auto, found], () => autoPublish($("auto"), auto, found, refresh.now));
}

async function paid() {
  const answer = await get("/api/dashboard/earnings");
  once("earnings", { ...answer, from: Math.floor(answer.from / 3600) }, () => earnings($("earnings"), answer));
}

/** One part that fails leaves the others as they are. */
async function part(root, work) {
  try {
    await work();
  } catch (error) {
    drawn.delete(root);
    delete $(root).dataset.none;
    $(root).replaceChildren(notice(error.message, "error"));
    $(root).dispatchEvent(new CustomEvent("failed", { bubbles: true, detail: error }));
  }
}

const refresh = refresher(async () => {
  if (!visitor) return;
  // The cards offer what the templates say.
  await part("templates", arrangements);
  if (!visitor) return;
  await Promise.all([part("nodes", nodesAndPending), part("earnings", paid)]);
});

const mine = id => lists.pending.cards.has(id) || lists.nodes.cards.has(id);
live.open({ recent: 0 });
live.on("transition", one => {
  if (visitor && (mine(one.node_id) || one.lifecycle === "pending" && one.lifecycle_before !== "pending")) refresh.soon();
});
live.on("reset", () => refresh.soon());

try {
  const market = await get("/api/v1/market");
  await door({
    who: "farmer", market,
    entered: who => {
      visitor = who;
      $("desk").hidden = false;
      adopt($("adopt"), who, refresh.now);
      refresh.now();
    },
    left: () => {
      visitor = null;
      $("desk").hidden = true;
      drawn.clear();
      for (const one of [lists.pending, lists.nodes, retired]) one.cards.clear();
      for (const id of ["pending", "nodes", "retired", "earnings", "templates", "auto", "adopt"]) {
        delete $(id).dataset.none;
        $(id).replaceChildren();
      }
    },
  });
} catch (error) {
  // An explorer alone has no such address.
  $("door").replaceChildren(error.status === 404 ? notice("There is no market here: this explorer shows nodes alone.") : notice(error.message, "error"));
}
