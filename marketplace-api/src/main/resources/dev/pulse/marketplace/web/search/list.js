// Nodes as rows: each is one link, whose state moves with the live stream.

import { el, stage, status } from "../dom.js";
import { count, few, gigabytes, percent, plural } from "../format.js";

function gpus(node) {
  const models = new Map();
  for (const gpu of node.gpus ?? []) {
    const name = gpu.model ?? gpu.vendor ?? "GPU";
    models.set(name, (models.get(name) ?? 0) + 1);
  }
  if (models.size === 0 && node.capacity?.gpu_count) return [plural(node.capacity.gpu_count, "GPU")];
  return [...models].map(([name, times]) => times > 1 ? `${times} × ${name}` : name);
}

const RADIANS = Math.PI / 180;

/** Kilometres between two places, on a sphere. */
function distance(from, location) {
  const [a, b] = [from.north * RADIANS, location.latitude_e6 / 1e6 * RADIANS];
  const turn = (location.longitude_e6 / 1e6 - from.east) * RADIANS;
  const half = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(turn / 2) ** 2;
  return 2 * 6371.0088 * Math.asin(Math.min(1, Math.sqrt(half)));
}

function facts(node, near) {
  const said = [];
  const where = [node.location?.city, node.location?.country].filter(Boolean).join(", ");
  const away = near && node.location?.latitude_e6 != null ? `${count(distance(near, node.location))} km` : null;
  said.push([where || node.region || "place unknown", away].filter(Boolean).join(", "));
  const capacity = node.capacity ?? {};
  if (capacity.cpu_cores != null) said.push(plural(capacity.cpu_cores, "core"));
  if (capacity.ram_gb != null) said.push(gigabytes(capacity.ram_gb));
  if (capacity.disk_gb != null) said.push(`${gigabytes(capacity.disk_gb)} disk`);
  said.push(...gpus(node));
  // Where the search is about the last days, so is this.
  const up = node.uptime_window ?? node;
  if (up.observed_ms > 0) said.push(`${percent(up.online_ms / up.observed_ms)} up`);
  return said.join(" · ");
}

function terms(node) {
  const market = node.market;
  if (!market?.listing_id) return el("span", { class: "meta" }, "not on offer");
  return el("span", { class: "price" },
    el("span", {}, el("strong", {}, /^\d{1,15}$/.test(market.price_per_hour) ? few(+market.price_per_hour) : market.price_per_hour), " SPORE/h"),
    el("span", { class: "meta" }, `${count(market.free_slices)} of ${plural(market.slices, "slice")} free`));
}

/** A row. */
export function row(node, near) {
  return el("li", { data: { node: node.node_id } },
    status(node.status),
    el("div", { class: "what" },
      el("a", { class: "mono", href: `/nodes/${node.node_id}` }, node.node_id),
      node.hostname ? el("span", { class: "meta host" }, node.hostname) : null,
      node.lifecycle === "discovered" || node.lifecycle === "published" ? null : stage(node.lifecycle),
      el("p", { class: "meta" }, facts(node, near))),
    terms(node));
}

/** Shows another state in a row that is there. */
export function moved(list, event) {
  const item = list.querySelector(`li[data-node="${event.node_id}"]`);
  const shown = item?.querySelector(".status");
  if (shown && !shown.classList.contains(event.status)) shown.replaceWith(status(event.status));
}
