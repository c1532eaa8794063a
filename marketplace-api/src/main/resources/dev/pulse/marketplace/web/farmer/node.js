// One node of the farmer's, as a card.

import { get, post } from "../api.js";
import { el, nodeLink, short, stage, status } from "../dom.js";
import { count, date, gigabytes, now, plural } from "../format.js";
import { attempt, copy, field, FieldError, form, sure } from "../key/ask.js";
import { perHour, picker } from "./price.js";

/** A maintenance window begins within thirty days and is a week long at most. */
const DAY = 86_400;
const local = seconds => {
  const at = new Date(seconds * 1000);
  return new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

/** `size` is "", "half" or "wide": how much of a row it takes. */
const fact = (name, value, size = "") => value === null || value === undefined || value === ""
  ? null
  : el("div", { class: size }, el("dt", {}, name), el("dd", {}, value));

/** The lifecycle service's word on whose a node is; null while it has none. */
const ownerOf = async id => (await get(`/api/v1/nodes/${encodeURIComponent(id)}/diagnosis`)).lifecycle?.life?.owner ?? null;

/**
 * A card.
 *
 * @param desk `{market, templates(), changed(), adopt(node)}`
 * @returns `{element, update}`
 */
export function card(first, desk) {
  const id = first.node_id;
  const path = `/api/dashboard/nodes/${encodeURIComponent(id)}`;
  const title = el("h3", {});
  const tags = el("p", { class: "tags" });
  const facts = el("dl", { class: "facts" });
  const offer = el("div", {});
  const trouble = el("div", { class: "trouble" });
  const actions = el("div", { class: "actions" });
  const element = el("article", { class: "panel node-card", "aria-label": `Node ${id}`, data: { node: id } },
    el("header", {}, title, el("p", { class: "meta" }, nodeLink(id)), tags), offer, facts, actions);
  let node = null;
  let owner = null;

  const done = () => desk.changed();
  const act = (button, work) => attempt(button, trouble, work, done);
  const button = (text, classes, run) => {
    const one = el("button", { type: "button", class: classes }, text);
    one.addEventListener("click", () => run(one));
    return one;
  };

  function describe() {
    const { capacity: c, market: m } = node;
    title.textContent = node.hostname || id;
    tags.replaceChildren(status(node.status), stage(node.lifecycle));
    const window = m?.maintenance_until && m.maintenance_until > now() ? `${date(m.maintenance_from)} to ${date(m.maintenance_until)}` : null;
    facts.replaceChildren(...[
      fact("CPU", c?.cpu_cores === null || c?.cpu_cores === undefined ? "not said" : plural(c.cpu_cores, "core")),
      fact("RAM", c?.ram_gb ? gigabytes(c.ram_gb) : "not said"),
      fact("Disk", c?.disk_gb ? gigabytes(c.disk_gb) : "not said"),
      c?.gpu_count ? fact("GPU", node.gpus?.[0]?.model ? `${count(c.gpu_count)} × ${node.gpus[0].model}` : count(c.gpu_count)) : null,
      fact("Maintenance", window, "wide"),
      fact("Farm", m?.farm_id, "half"),
      node.lifecycle === "pending" ? fact("Paired", owner === null ? "…" : owner.signed_at ? date(owner.signed_at) : "taken over by you", "half") : null,
      fact("Address", el("span", { class: "mono" }, node.mycelium_ip ?? "not said"), "wide"),
      node.lifecycle === "pending" ? fact("Account", el("span", { class: "row" }, short(node.account), copy(node.account, "the account")), "wide") : null,
      node.lifecycle === "pending" ? fact("Ownership", desk.market.verification === "real" ? "checked on the ledger" : "not checked (mock): anybody's word is taken", "wide") : null,
    ].filter(Boolean));
    const rented = m?.slices ? m.slices - m.free_slices : 0;
    offer.hidden = !m?.listing_id;
    if (m?.listing_id) {
      const share = el("div", { class: "share", role: "img", "aria-label": `${rented} of ${m.slices} slices rented` }, el("span", { class: "s-online" }), el("span", {}));
      share.children[0].style.flexGrow = rented;
      share.children[1].style.flexGrow = m.slices - rented;
      offer.replaceChildren(
        el("p", { class: "offer" }, el("strong", {}, perHour(m.price_per_hour)), el("span", { class: "meta" }, `for a slice and hour${m.template ? `, template ${m.template}` : ""}`)),
        share,
        el("p", { class: "meta" }, `${count(rented)} of ${plural(m.slices, "slice")} rented${m.reservations ? `, ${plural(m.reservations, "reservation")}` : ""}`));
    }
  }

  function offering() {
    const prices = picker(desk.templates());
    const publish = el("button", { type: "submit" }, "Offer it");
    return el("form", { class: "stack", novalidate: true, onsubmit: event => {
      event.preventDefault();
      attempt(publish, trouble, () => post(`${path}/publish`, prices.body()), done);
    } }, prices.element, trouble, el("div", { class: "row" }, publish, signing(), maintaining(), retiring()));
  }

  /** A node that was taken over needs the farmer's signed word before it can be offered. */
  function signing() {
    const sign = button("Sign for it", "quiet small", one => act(one, () => desk.adopt(node)));
    sign.hidden = !(owner && !owner.payload);
    return sign;
  }

  const maintaining = () => {
    const { maintenance_from: from, maintenance_until: until } = node.market ?? {};
    return until && until > now()
      ? button(from > now() ? "Cancel maintenance" : "End maintenance", "quiet small", one => act(one, () => post(`${path}/maintenance`, { until: Math.floor(now()) - 1 })))
      : button("Maintenance", "quiet small", () => maintenance());
  };

  const retiring = () => button("Retire", "danger small", async one => {
    if (await sure(`Retire ${id}?`, ["It is out of service for good: it can't be paired, offered or rented again under this name. There is no way back."], { yes: "Retire it for good", danger: true })) act(one, () => post(`${path}/retire`));
  });

  async function maintenance() {
    const from = el("input", { type: "datetime-local", id: "maintenance-from", value: local(now()) });
    const until = el("input", { type: "datetime-local", id: "maintenance-until", value: local(now() + 7200) });
    const seconds = input => {
      const at = Date.parse(input.value) / 1000;
      if (!Number.isFinite(at)) throw new FieldError(input, "A day and a time.");
      return Math.floor(at);
    };
    const answer = await form(`Maintenance of ${id}`, [
      el("p", { class: "meta" }, "Nobody can reserve it meanwhile, and the time counts in neither part of its uptime. At most a week, beginning within thirty days."),
      el("div", { class: "fields" }, field("From", from), field("Until", until)),
    ], "Announce it", () => {
      const [begin, end] = [seconds(from), seconds(until)];
      if (end <= now()) throw new FieldError(until, "This has passed.");
      if (end <= begin) throw new FieldError(until, "It ends after it begins.");
      if (end - Math.max(begin, now()) > 7 * DAY) throw new FieldError(until, "A week at most.");
      return post(`${path}/maintenance`, begin <= now() ? { until: end } : { from: begin, until: end });
    });
    if (answer) done();
  }

  async function repricing() {
    const prices = picker(desk.templates(), { template: node.market.template, price: node.market.price_per_hour });
    const answer = await form(`Price of ${id}`, [
      el("p", { class: "meta" }, "From now on. What is rented keeps its price."), prices.element,
    ], "Change the price", () => post(`${path}/price`, prices.body()));
    if (answer) done();
  }

  const offered = () => [trouble, el("div", { class: "row" },
    button("Price", "quiet small", () => repricing()), maintaining(),
    button("Take back", "quiet small", one => act(one, () => post(`${path}/unpublish`))))];

  /** What can be done changes seldom; what is being chosen must not be thrown away by a heartbeat. */
  let shape = null;
  function offerActions() {
    const next = JSON.stringify([Boolean(node.market?.listing_id), node.lifecycle === "retired", Boolean(owner && !owner.payload), (node.market?.maintenance_until ?? 0) > now(), desk.templates().map(one => [one.name, one.price_per_hour])]);
    if (next === shape) return;
    shape = next;
    const form = node.lifecycle === "retired" ? [] : node.market?.listing_id ? offered() : [offering()];
    actions.replaceChildren(...form);
  }

  function update(newer) {
    const unlike = node === null || node.sequence !== newer.sequence;
    node = newer;
    // What went wrong was about how it stood before.
    if (unlike) trouble.replaceChildren();
    describe();
    offerActions();
    if (unlike && node.lifecycle === "pending") {
      ownerOf(id).then(found => {
        owner = found;
        describe();
        offerActions();
      }).catch(() => {});
    }
  }

  update(first);
  return { element, update };
}
