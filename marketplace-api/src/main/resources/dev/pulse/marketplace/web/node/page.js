// One node: its address names it. Without a name, the page asks for one.

import { get } from "../api.js";
import { $, el, notice, stage, status } from "../dom.js";
import { ago } from "../format.js";
import * as live from "../live.js";
import { insert } from "../transitions.js";
import { heartbeats, machine, offer } from "./panels.js";
import { prove } from "./proof.js";
import { timeline } from "./timeline.js";

const id = /^\/nodes\/([a-z0-9][a-z0-9-]{0,63})$/.exec(location.pathname)?.[1] ?? null;

/** How often what changes without a transition is asked for: the last heartbeat, above all. */
const AGAIN_MS = 5000;
const TRANSITIONS = 50;

let proofAsked = false;
let said = null;

const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

function head(node, lifecycle) {
  const word = lifecycle?.liveness ?? node?.status;
  const where = [node?.location?.city, node?.location?.country].filter(Boolean).join(", ");
  const region = lifecycle?.region || node?.region;
  const parts = [word ? status(word) : null, stage(lifecycle?.lifecycle ?? node?.lifecycle), ...[node?.hostname, where, region ? `region ${region}` : null].filter(Boolean).map(text => el("span", { class: "meta" }, text))];
  $("state").replaceChildren(...parts.filter(Boolean));
}

function show(answer) {
  const { node, lifecycle } = answer;
  $("about").hidden = false;
  $("absent").hidden = true;
  head(node, lifecycle);
  // Read out anew only where something else is said.
  const words = JSON.stringify([answer.verdict, answer.advice, answer.findings.length]);
  const summary = [
    el("p", { class: "summary" }, capital(answer.summary)),
    answer.findings.length > 1 ? el("ul", {}, answer.findings.slice(1).map(text => el("li", {}, capital(text)))) : null,
    ...answer.advice.map(text => el("p", { class: "advice" }, text))].filter(Boolean);
  $("diagnosis").setAttribute("aria-live", words === said ? "off" : "polite");
  $("diagnosis").replaceChildren(...summary);
  said = words;
  $("heartbeats").replaceChildren(...heartbeats(lifecycle, live.stats()));
  $("machine").replaceChildren(...machine(node));
  $("offer").replaceChildren(...offer(node, lifecycle));
}

function fail(error) {
  const known = error.body?.node;
  if (error.code === "unknown_node" || error.code === "bad_parameter") {
    $("about").hidden = true;
    $("absent").hidden = false;
    $("state").replaceChildren();
    $("absent").replaceChildren(el("p", {}, el("strong", {}, error.message)), el("p", { class: "meta" }, "Nothing was ever heard under this name here. ", el("a", { href: `/search?${new URLSearchParams({ hostname_prefix: id })}` }, "Search for it as a host name"), " or look up another one."));
    return;
  }
  $("about").hidden = false;
  $("diagnosis").replaceChildren(notice(error.message, "warn"), ...(known ? [el("p", { class: "summary" }, `What the index knows: ${known.status} since ${ago(known.since)}.`)] : []));
  if (known) {
    head(known, null);
    $("machine").replaceChildren(...machine(known));
    $("offer").replaceChildren(...offer(known, null));
    $("heartbeats").replaceChildren(...heartbeats(null, null, known));
  }
}

async function ask() {
  try {
    show(await get(`/api/v1/nodes/${id}/diagnosis`));
    if (!proofAsked) {
      proofAsked = true;
      prove(id, $("proof"));
    }
  } catch (error) {
    fail(error);
  }
}

async function past() {
  try {
    const answer = await get(`/api/v1/nodes/${id}/transitions?size=${TRANSITIONS}`);
    [...answer.transitions].sort((one, other) => one.sequence - other.sequence).forEach(event => insert($("transitions"), event, TRANSITIONS, false));
    if (answer.transitions.length === 0) $("transitions").replaceChildren(el("li", { class: "empty" }, "Nothing has changed since it was first heard."));
  } catch (error) {
    if (error.code !== "unknown_node") $("transitions").replaceChildren(el("li", { class: "empty" }, error.code === "not_found" ? "This explorer keeps no transitions; new ones come in here." : error.message));
  }
}

$("lookup").addEventListener("submit", event => {
  event.preventDefault();
  const wanted = $("lookup-id").value.trim().toLowerCase();
  if (wanted) location.assign(`/nodes/${encodeURIComponent(wanted)}`);
});

if (id) {
  document.title = `${id} · Pulse`;
  $("name").textContent = id;
  $("name").classList.add("name");
  live.on("transition", event => {
    insert($("transitions"), event, TRANSITIONS, false);
    ask();
    timeline(id, $("timeline"), $("uptime-figure"));
  });
  live.open({ node_id: id, recent: 20 });
  past();
  ask();
  timeline(id, $("timeline"), $("uptime-figure"));
  setInterval(() => {
    if (!document.hidden) ask();
  }, AGAIN_MS);
} else {
  $("name").textContent = "Look up a node";
  $("absent").hidden = false;
  $("absent").replaceChildren(el("p", {}, "Its state, when it was last heard, whether and why it was refused, its last thirty days, what it offers, and the proof of all that."), el("p", { class: "meta" }, "No name at hand? ", el("a", { href: "/search" }, "Search for one.")));
  $("lookup-id").focus();
}
