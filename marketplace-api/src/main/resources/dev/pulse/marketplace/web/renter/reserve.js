// Reserving: what it costs is said before, and an answer that got lost is asked for under the same name.

import { get, newest, post } from "../api.js";
import { debounced, el, nodeLink, notice, status } from "../dom.js";
import { count, date, plural, spore } from "../format.js";
import { attempt, field, FieldError } from "../key/ask.js";
import { approve, ONE } from "./spend.js";
import { isRefusal, named, open, settled } from "./wish.js";

const MOST_SLICES = 1000;
const MOST_HOURS = 720;

const digits = (input, most) => {
  const value = Number(input.value);
  if (!/^[0-9]{1,4}$/.test(input.value.trim()) || value < 1 || value > most) throw new FieldError(input, `A whole number from 1 to ${count(most)}.`);
  return value;
};

/**
 * The form.
 *
 * @param desk `{visitor, funds(), changed()}`
 */
export function reserving(root, desk) {
  const { visitor } = desk;
  const asked = new URLSearchParams(location.search);
  const within = (text, most) => /^[0-9]{1,4}$/.test(text ?? "") && Number(text) >= 1 && Number(text) <= most ? text : "1";
  const id = el("input", { type: "text", id: "reserve-node", class: "mono", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: 64, placeholder: "node-0001", value: asked.get("node") ?? "" });
  const slices = el("input", { type: "number", id: "reserve-slices", min: 1, max: MOST_SLICES, value: within(asked.get("slices"), MOST_SLICES) });
  const hours = el("input", { type: "number", id: "reserve-hours", min: 1, max: MOST_HOURS, value: within(asked.get("hours"), MOST_HOURS) });
  const target = el("div", { class: "target", "aria-live": "polite" });
  const cost = el("p", { class: "cost", id: "reserve-cost", role: "status" });
  const note = el("div", {});
  const trouble = el("div", { class: "trouble" });
  const said = el("p", { class: "said", role: "status" });
  const button = el("button", { type: "submit" }, "Reserve and pay");
  const unfinished = el("div", {});
  let node = null;

  const price = () => node?.market?.listing_id ? BigInt(node.market.price_per_hour) : null;
  const many = input => /^[0-9]{1,4}$/.test(input.value.trim()) ? BigInt(input.value.trim()) : 0n;
  const total = () => price() === null ? null : price() * many(slices) * many(hours) * ONE;

  function reckon() {
    const all = total();
    cost.textContent = all === null || visitor.market.verification === "mock" ? "" : spore(String(all));
    note.replaceChildren();
    const funds = desk.funds();
    const more = lacks(all);
    button.textContent = more && visitor.key ? "Sign, reserve and pay" : "Reserve and pay";
    if (all === null || !funds || funds.balance === null || said.textContent) return;
    if (BigInt(funds.balance) < all) note.append(notice(`You have ${spore(funds.balance)}: not enough for this.`, "warn"));
    else if (more) note.append(notice(visitor.key
      ? `The marketplace may spend ${spore(funds.allowance)} so far. Your key signs for ${spore(String(all))} on the way.`
      : `The marketplace may spend ${spore(funds.allowance)} so far: approve more first.`, "warn"));
  }

  /** Whether the marketplace may not spend as much yet. */
  function lacks(all) {
    const funds = desk.funds();
    return all !== null && Boolean(funds) && funds.allowance !== null && BigInt(funds.allowance) < all && BigInt(funds.balance) >= all;
  }

  function describe() {
    const m = node.market;
    const where = [node.location?.city, node.location?.country].filter(Boolean).join(", ");
    target.replaceChildren(
      el("p", { class: "name" }, nodeLink(node.node_id), status(node.status)),
      el("p", { class: "meta" }, [where, node.region, node.capacity?.cpu_cores ? plural(node.capacity.cpu_cores, "core") : "", node.capacity?.ram_gb ? `${count(node.capacity.ram_gb)} GB RAM` : ""].filter(Boolean).join(" · ")),
      m?.listing_id
        ? el("p", {}, el("strong", {}, `${BigInt(m.price_per_hour).toLocaleString("en")} SPORE`), ` for a slice and hour, ${count(m.free_slices)} of ${plural(m.slices, "slice")} free`)
        : el("p", {}, "It is not on offer."));
  }

  const ask = newest((name, options) => get(`/api/v1/nodes/${encodeURIComponent(name)}`, options));
  async function look() {
    const name = id.value.trim().toLowerCase();
    if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name)) {
      node = null;
      target.replaceChildren();
      reckon();
      return;
    }
    try {
      const found = await ask(name);
      if (found === undefined) return;
      node = found.node;
      describe();
    } catch (error) {
      node = null;
      target.replaceChildren(el("p", {}, error.message));
    }
    reckon();
  }

  /** Asks for it, under the name that this wish has; what a refusal leaves open is nothing. */
  async function order(wanted) {
    const wish = named(visitor.account, wanted);
    try {
      const made = await post("/api/reservations", { node_id: wish.node_id, slices: wish.slices, hours: wish.hours, request_id: wish.request_id });
      settled(visitor.account, wish);
      return made;
    } catch (error) {
      if (isRefusal(error)) settled(visitor.account, wish);
      throw error;
    }
  }

  /** The same, and lets the marketplace spend what it takes, where it may not yet: by what is shown, or by its own word. */
  async function orderAndApprove(wanted) {
    if (node?.node_id === wanted.node_id && lacks(total()) && visitor.key) await approve(visitor, total());
    try {
      return await order(wanted);
    } catch (error) {
      if (error.code !== "allowance_too_small" || !visitor.key) throw error;
      await approve(visitor, BigInt(error.body.amount));
      return order(wanted);
    }
  }

  function done(made) {
    const one = made.reservation;
    said.textContent = `${made.again ? "It was reserved before: " : "Reserved: "}${plural(one.slices, "slice")} of ${one.node_id} until ${date(one.until)}.`;
    remind();
    look();
    desk.changed();
  }

  function remind() {
    const left = open(visitor.account);
    unfinished.replaceChildren(...left.slice(-1).map(wish => {
      const again = el("button", { type: "button", class: "small" }, "Ask again");
      const away = el("button", { type: "button", class: "quiet small" }, "Leave it");
      const what = el("div", { class: "trouble" });
      again.addEventListener("click", () => attempt(again, what, () => order(wish), done).then(remindIfSettled));
      away.addEventListener("click", () => {
        settled(visitor.account, wish);
        remind();
      });
      const remindIfSettled = () => {
        if (!open(visitor.account).some(one => one.request_id === wish.request_id)) remind();
      };
      return el("div", { class: "notice warn unfinished" },
        el("p", {}, `What became of your request for ${plural(wish.slices, "slice")} of ${wish.node_id} for ${plural(wish.hours, "hour")} is not known. Asked again it is the same reservation, paid once.`),
        what, el("div", { class: "row" }, again, away));
    }));
  }

  root.replaceChildren(unfinished, el("form", { class: "stack", novalidate: true, onsubmit: event => {
    event.preventDefault();
    said.textContent = "";
    attempt(button, trouble, () => {
      const name = id.value.trim().toLowerCase();
      if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name)) throw new FieldError(id, "The id of a node, as the Search page has it.");
      return orderAndApprove({ node_id: name, slices: digits(slices, MOST_SLICES), hours: digits(hours, MOST_HOURS) });
    }, done).then(remind);
  } },
  field("Node", id, el("span", {}, "From ", el("a", { href: "/search?rentable=true" }, "Search"), ".")),
  target,
  el("div", { class: "fields" }, field("Slices of 4 GB", slices), field("Hours", hours)),
  el("div", {}, el("p", { class: "meta" }, "For all hours, paid at once into an escrow. What has not begun when you give it back is paid back."), cost),
  note, trouble, said, el("div", { class: "row" }, button)));

  const later = debounced(look, 250);
  id.addEventListener("input", () => {
    said.textContent = "";
    later();
  });
  for (const input of [slices, hours]) {
    input.addEventListener("input", () => {
      said.textContent = "";
      reckon();
    });
  }
  remind();
  look();
  return { look, reckon, node: () => node?.node_id ?? null };
}
