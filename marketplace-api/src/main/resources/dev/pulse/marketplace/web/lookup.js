// The question about one node.

import { proofOf } from "./proof.js";
import { ask, el, span, now } from "./words.js";

const $ = id => document.getElementById(id);

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

function show(id, answer) {
  const { ok, body } = answer;
  const box = $("diagnosis");
  if (!ok) {
    const known = body.node ? `What the index knows: ${body.node.status} for ${span(now() - body.node.since)}.` : null;
    box.replaceChildren(
      el("p", { class: "summary" }, body.detail ?? "No answer."),
      ...(known ? [el("p", {}, known)] : []),
      ...[facts(body.node)].filter(Boolean));
    return;
  }
  const capital = text => text.charAt(0).toUpperCase() + text.slice(1);
  const rest = body.findings.slice(1);
  box.replaceChildren(
    el("p", { class: "summary" }, capital(body.summary)),
    ...(rest.length ? [el("ul", {}, ...rest.map(text => el("li", {}, capital(text))))] : []),
    ...body.advice.map(text => el("p", { class: "advice" }, text)),
    ...[facts(body.node, body.lifecycle?.region)].filter(Boolean),
    proofOf(id));
}

export function lookup() {
  const form = $("lookup");
  const input = $("lookup-id");
  let asked = 0;

  async function about(id) {
    const mine = ++asked;
    try {
      const answer = await ask(`/api/v1/nodes/${encodeURIComponent(id)}/diagnosis`);
      if (mine === asked) show(id, answer);
    } catch {
      if (mine === asked) $("diagnosis").replaceChildren(el("p", { class: "summary" }, "The explorer does not answer."));
    }
  }

  form.addEventListener("submit", event => {
    event.preventDefault();
    const id = input.value.trim().toLowerCase();
    if (id) {
      history.replaceState(null, "", `#${encodeURIComponent(id)}`);
      about(id);
    }
  });

  const choose = id => {
    input.value = id;
    form.requestSubmit();
    form.scrollIntoView({ block: "nearest" });
  };
  const linked = decodeURIComponent(location.hash.slice(1));
  if (/^[a-z0-9][a-z0-9-]{0,63}$/.test(linked) && linked !== "main") {
    input.value = linked;
    about(linked);
  }
  return choose;
}
