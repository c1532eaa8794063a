// One node: its address names it. Without a name, the page asks for one.

import { get } from "../api.js";
import { $, el } from "../dom.js";
import { now, span } from "../format.js";
import * as live from "../live.js";
import { proofOf } from "./proof.js";

const id = /^\/nodes\/([a-z0-9][a-z0-9-]{0,63})$/.exec(location.pathname)?.[1] ?? null;

function facts(node, region) {
  if (!node && !region) return null;
  const said = [region ?? node.region];
  if (node?.hostname) said.push(node.hostname);
  if (node?.mycelium_ip) said.push(node.mycelium_ip);
  if (node?.version) said.push(`version ${node.version}`);
  if (node?.location?.country) said.push([node.location.city, node.location.country].filter(Boolean).join(", "));
  const market = node?.market;
  if (market) said.push(`${node.lifecycle}, farm ${market.farm_id}`);
  if (market?.listing_id) {
    said.push(`${market.price_per_hour} SPORE for a slice and hour, ${market.free_slices} of ${market.slices} free`);
  }
  return el("p", { class: "meta" }, said.join(" · "));
}

const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

async function diagnose() {
  try {
    const said = await get(`/api/v1/nodes/${id}/diagnosis`);
    $("diagnosis").replaceChildren(
      el("p", { class: "summary" }, capital(said.summary)),
      ...(said.findings.length > 1 ? [el("ul", {}, said.findings.slice(1).map(text => el("li", {}, capital(text))))] : []),
      ...said.advice.map(text => el("p", { class: "advice" }, text)),
      ...[facts(said.node, said.lifecycle?.region)].filter(Boolean),
      proofOf(id));
  } catch (error) {
    const known = error.body?.node;
    $("diagnosis").replaceChildren(
      el("p", { class: "summary" }, error.message),
      ...(known ? [el("p", {}, `What the index knows: ${known.status} for ${span(now() - known.since)}.`), facts(known)] : []));
  }
}

$("lookup").addEventListener("submit", event => {
  event.preventDefault();
  const wanted = $("lookup-id").value.trim().toLowerCase();
  if (wanted) location.assign(`/nodes/${encodeURIComponent(wanted)}`);
});

if (id) {
  $("lookup-id").value = id;
  live.on("transition", diagnose);
  live.open({ node_id: id, recent: 0 });
  diagnose();
}
