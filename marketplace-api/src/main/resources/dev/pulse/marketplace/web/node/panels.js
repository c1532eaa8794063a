// What is known of one node, panel by panel: from the lifecycle stream where it answers, from the index otherwise.

import { el, short } from "../dom.js";
import { ago, count, date, gigabytes, now, plural, span } from "../format.js";

const facts = (pairs, small = false) => el("dl", { class: small ? "facts small" : "facts" },
  pairs.filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));

/** Heartbeats as the lifecycle stream accounts them. */
export function heartbeats(lifecycle, stats, node = null) {
  if (!lifecycle) {
    return [facts([["Last written", node?.last_seen ? ago(node.last_seen) : "never heard"]]), el("p", { class: "meta" }, "The lifecycle service tells more as soon as it answers.")];
  }
  if (!lifecycle.last_seen) return [el("p", { class: "empty" }, "None was accepted yet.")];
  const due = lifecycle.deadline_in_ms;
  const refused = lifecycle.last_rejected;
  return [
    facts([
      ["Last accepted", ago(lifecycle.last_seen)],
      ["Every", stats ? span(stats.interval_s) : null],
      [lifecycle.liveness === "online" ? "Offline if silent for" : "Overdue since", lifecycle.liveness === "online" ? (due === null ? null : span(due / 1000)) : span(now() - lifecycle.last_seen)],
      ["Accepted", count(lifecycle.advances)],
      ["Duplicates", count(lifecycle.duplicates)],
      ["Replays refused", count(lifecycle.replays)],
      ["First heard", lifecycle.first_seen ? date(lifecycle.first_seen) : null],
    ]),
    refused
      ? el("p", { class: "refused" }, el("strong", {}, `Refused ${ago(refused.at)}: ${refused.reason}. `), refused.detail, el("span", { class: "meta" }, ` ${plural(refused.count, "time")} in all.`))
      : el("p", { class: "meta after" }, "None was refused."),
    lifecycle.legacy ? el("p", { class: "meta after" }, "Its last heartbeat was not signed: it was let in by the migration switch.") : null,
  ].filter(Boolean);
}

/** Parts of a whole, as a bar: [words, amount, class]. */
function bar(parts, label) {
  const box = el("div", { class: "share tall", role: "img", "aria-label": label });
  for (const [, amount, kind] of parts) {
    if (amount > 0) {
      const part = el("span", { class: kind });
      part.style.flexGrow = amount;
      box.append(part);
    }
  }
  return box;
}

/** What the machine is. */
export function machine(node) {
  if (!node) return [el("p", { class: "empty" }, "The index does not have it yet.")];
  const capacity = node.capacity ?? {};
  const cards = (node.gpus ?? []).map(gpu => [gpu.vendor, gpu.model, gpu.vram_gb ? gigabytes(gpu.vram_gb) : null].filter(Boolean).join(" "));
  const known = (value, words) => value === null || value === undefined ? null : words(value);
  return [
    facts([
      ["Processors", known(capacity.cpu_cores, count)],
      ["Memory", known(capacity.ram_gb, gigabytes)],
      ["Disk", known(capacity.disk_gb, gigabytes)],
      ["GPUs", cards.length ? null : known(capacity.gpu_count, count)],
      ["Machines running", known(node.running_vms, count)],
      ["Started", node.uptime_s ? `${span(node.uptime_s + Math.max(0, now() - (node.last_seen ?? now())))} ago` : null],
    ]),
    cards.length ? facts([[cards.length === 1 ? "GPU" : "GPUs", cards.join(", ")]], true) : null,
    facts([["Address", node.mycelium_ip ? el("span", { class: "mono" }, node.mycelium_ip) : null], ["Agent", node.version], ["Account", short(node.account)],
      ["Place", node.location?.latitude_e6 != null ? el("a", { href: `/search?near=${(node.location.latitude_e6 / 1e6).toFixed(3)},${(node.location.longitude_e6 / 1e6).toFixed(3)},100&sort=distance` }, "Nodes near it") : null]], true),
  ].filter(Boolean);
}

function hold(one) {
  const until = one.until_ms / 1000;
  return el("tr", {},
    el("td", {}, short(one.renter)),
    el("td", { class: "n" }, count(one.slices)),
    el("td", { class: "n" }, plural(one.hours, "hour")),
    el("td", { class: "n" }, one.until_ms ? until > now() ? `in ${span(until - now())}` : "over" : "–"));
}

/** What it is offered for, and who holds it. */
export function offer(node, lifecycle) {
  const market = node?.market;
  const life = lifecycle?.life;
  if (!market && !life) return [el("p", { class: "empty" }, "Nobody has paired it with a farm: it is seen, and not to be rented.")];
  const owner = life?.owner ?? { farmer: market?.farmer_account, farm_id: market?.farm_id };
  const terms = life?.offer ?? (market?.listing_id ? { price_per_hour: market.price_per_hour, slices: market.slices, free_slices: market.free_slices, template: market.template } : null);
  const window = life?.maintenance ?? (market?.maintenance_from ? { from_ms: market.maintenance_from * 1000, until_ms: market.maintenance_until * 1000 } : null);
  const found = [];
  if (terms) {
    const free = terms.free_slices ?? 0;
    const price = /^\d{1,15}$/.test(terms.price_per_hour) ? count(+terms.price_per_hour) : terms.price_per_hour;
    found.push(facts([["SPORE for a slice and hour", price], ["Template", terms.template], ["Slices free", `${count(free)} of ${count(terms.slices)}`]]),
      bar([["held", terms.slices - free, "s-held"], ["free", free, "s-online"]], `${count(terms.slices - free)} of ${plural(terms.slices, "slice")} held, ${count(free)} free`));
    // Where this explorer is a marketplace whose renters have a page.
    if (free > 0 && node?.status === "online" && document.querySelector(".pages a[href='/renter']")) {
      found.push(el("p", { class: "after" }, el("a", { class: "button", href: `/renter?${new URLSearchParams({ node: node.node_id })}` }, "Reserve slices")));
    }
  } else found.push(el("p", { class: "empty" }, "It is paired and not on offer."));
  if (window && window.until_ms / 1000 > now()) found.push(el("p", { class: "notice warn" }, `Maintenance from ${date(window.from_ms / 1000)} to ${date(window.until_ms / 1000)}.`));
  const holds = life?.holds ?? [];
  if (holds.length) {
    found.push(el("div", { class: "scroll" }, el("table", {}, el("caption", { class: "visually-hidden" }, "Reservations"),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Renter"), el("th", { scope: "col", class: "n" }, "Slices"), el("th", { scope: "col", class: "n" }, "For"), el("th", { scope: "col", class: "n" }, "Ends"))),
      el("tbody", {}, holds.slice(0, 20).map(hold)))));
  } else if (terms) found.push(el("p", { class: "meta" }, market?.reservations ? `${plural(market.reservations, "renter")} hold slices.` : "No reservation."));
  found.push(facts([["Farm", owner.farm_id ? el("a", { href: `/search?${new URLSearchParams({ farm_id: owner.farm_id })}` }, owner.farm_id) : null], ["Farmer", owner.farmer ? short(owner.farmer) : null]], true));
  return found;
}
