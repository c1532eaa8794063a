// The search. The address is the state: what is asked for can be kept, sent, and gone back to.

import { ApiError, get, newest } from "../api.js";
import { $, debounced, el, notice } from "../dom.js";
import { count, plural } from "../format.js";
import * as live from "../live.js";
import { worldMap } from "../map/map.js";
import { facetPanels, fieldPanels, keepKnown, readFields } from "./controls.js";
import { FACETS, TEXTS, conditions, say, without } from "./filters.js";
import { moved, row } from "./list.js";

const SIZE = 50;
const TYPING_MS = 150;
const LOADING_MS = 2000;

let state = new URLSearchParams(location.search);
let cursor = null;
let typedLast = null;
/** The circle that the map was last shown for. */
let circled = null;

const map = worldMap($("map"), {
  onPick: place => change(next => {
    next.set("near", `${place.north.toFixed(3)},${place.east.toFixed(3)},${$("km").value}`);
    next.set("sort", "distance");
  }),
  onView: () => showMap(),
});

/** The point that is searched around, or null. */
function near() {
  const [north, east, km] = (state.get("near") ?? "").split(",").map(Number);
  return [north, east, km].every(Number.isFinite) && Math.abs(north) <= 90 && Math.abs(east) <= 180 ? { north, east, km } : null;
}

const asked = (parameters, more = {}) => {
  const query = new URLSearchParams(parameters);
  for (const [name, value] of Object.entries(more)) [value].flat().forEach(one => query.append(name, one));
  return query;
};

/** A state that differs, shown and put into the history. While one field is being typed in, it is one entry. */
function change(by, typed = null) {
  const next = new URLSearchParams(state);
  by(next);
  for (const [name, value] of [...next]) {
    if (value.trim() === "") next.delete(name, value);
  }
  if (next.toString() === state.toString()) return;
  const address = next.size ? `/search?${next}` : "/search";
  if (typed !== null && typed === typedLast) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  typedLast = typed;
  state = next;
  show();
}

const go = next => change(current => {
  [...current.keys()].forEach(name => current.delete(name));
  next.forEach((value, name) => current.append(name, value));
});

const search = newest((query, options) => get(`/api/v1/nodes?${query}`, options));
const cells = newest((query, options) => get(`/api/v1/cells?${query}`, options));

/** Counts of a field whose values are chosen: among what matches all the others, so that one may choose one more. */
const others = newest(async (of, options) => {
  const found = await Promise.all(of.map(facet => {
    const names = facet.band ? ["price_min", "price_max"] : [facet.name];
    const query = asked(names.reduce((left, name) => without(left, name), state), { size: 1, facets: facet.name });
    return get(`/api/v1/nodes?${query}`, options).then(answer => [facet.name, answer.facets[facet.name]]);
  }));
  return Object.fromEntries(found);
});

function fail(error) {
  $("results").setAttribute("aria-busy", "false");
  document.querySelectorAll("#fields [aria-invalid]").forEach(field => field.removeAttribute("aria-invalid"));
  const named = error instanceof ApiError ? error.parameter : null;
  if (named) document.querySelector(`#fields [name="${CSS.escape(named)}"]`)?.setAttribute("aria-invalid", "true");
  $("error").replaceChildren(notice(error.message, "error"),
    ...(named && state.has(named) ? [el("p", { class: "row again" }, el("button", { type: "button", class: "quiet small", onclick: () => go(without(state, named)) }, `Search without ${named}`))] : []));
  $("found").textContent = "";
  if (error.code === "loading" || error.code === "no_answer") setTimeout(() => show(), LOADING_MS);
}

async function show() {
  $("results").setAttribute("aria-busy", "true");
  drawControls();
  showMap();
  try {
    const chosen = FACETS.filter(facet => facet.band ? state.has("price_min") || state.has("price_max") : state.has(facet.name));
    const [answer, more] = await Promise.all([
      search(asked(state, { size: SIZE, count: true, facets: FACETS.map(facet => facet.name) })),
      chosen.length ? others(chosen) : {}]);
    if (!answer || !more) return;
    $("error").replaceChildren();
    $("results").setAttribute("aria-busy", "false");
    $("found").textContent = `${plural(answer.count, "node")}${conditions(state).length ? "" : " in all"}`;
    document.title = `${count(answer.count)} · Search · Pulse`;
    $("results").replaceChildren(...answer.nodes.map(node => row(node, near())));
    if (answer.nodes.length === 0) $("results").append(empty());
    $("facets").replaceChildren(...facetPanels({ ...answer.facets, ...more }, state, go));
    follow(answer);
  } catch (error) {
    fail(error);
  }
}

function empty() {
  const all = conditions(state);
  return el("li", { class: "nothing" },
    el("p", {}, el("strong", {}, all.length ? "No node meets all of this." : "No node has been seen yet.")),
    el("p", { class: "meta" }, all.length ? "What a node does not say meets no condition. Leave one out:" : "As soon as one is heard from, it is here."),
    el("p", { class: "row" }, ...all.map(([name, value]) => el("button", { type: "button", class: "quiet small", onclick: () => go(without(state, name, value)) }, say(name, value)))));
}

function follow(answer) {
  cursor = answer.next_cursor;
  $("more").hidden = cursor === null;
}

$("more").addEventListener("click", async () => {
  $("more").disabled = true;
  try {
    const answer = await search(asked(state, { size: SIZE, cursor }));
    if (answer) {
      const first = $("results").children.length;
      $("results").append(...answer.nodes.map(node => row(node, near())));
      follow(answer);
      $("results").children[first]?.querySelector("a").focus();
    }
  } catch (error) {
    fail(error);
  } finally {
    $("more").disabled = false;
  }
});

async function showMap() {
  const around = near();
  map.mark(around, around?.km);
  if (around && state.get("near") !== circled) {
    circled = state.get("near");
    if ($("km").querySelector(`[value="${around.km}"]`)) $("km").value = String(around.km);
    // Asks again for what is then shown.
    map.lookAt(around, around.km);
    return;
  }
  circled = around ? circled : null;
  const query = asked(state, map.query());
  query.delete("sort");
  try {
    const answer = await cells(query);
    if (!answer) return;
    map.show(answer);
    const said = [plural(answer.placed, "node")];
    if (answer.unplaced) said.push(`${count(answer.unplaced)} do not say where they are`);
    if (!answer.complete) said.push("the emptiest places are left out");
    $("map-note").textContent = said.join(" · ");
  } catch {
    // The list says what is wrong with the search.
    $("map-note").textContent = "";
  }
}

function drawControls() {
  const all = conditions(state);
  $("chips").replaceChildren(
    ...all.map(([name, value]) => el("li", {}, el("button", { type: "button", class: "chip", "aria-label": `Without ${say(name, value)}`, onclick: () => go(without(state, name, value)) }, say(name, value), el("span", { "aria-hidden": "true" }, " ×")))),
    ...(all.length > 1 ? [el("li", {}, el("button", { type: "button", class: "chip clear", onclick: () => go(new URLSearchParams()) }, "Clear all"))] : []));
  $("chips").hidden = all.length === 0;
  $("filter-count").hidden = all.length === 0;
  $("filter-count").textContent = String(all.length);
  for (const button of document.querySelectorAll("[data-preset]")) {
    const [name, value] = button.dataset.preset.split("=");
    button.setAttribute("aria-pressed", String(state.get(name) === value));
  }
  $("sort").querySelector("[value=distance]").disabled = !state.has("near");
  $("sort").value = state.get("sort") ?? "";
  const text = TEXTS.find(name => state.has(name));
  if (document.activeElement !== $("text")) {
    if (text) $("text-field").value = text;
    $("text").value = text ? state.get(text) : "";
  }
  fieldPanels($("fields"), state);
}

const typed = debounced(() => change(next => {
  TEXTS.forEach(name => next.delete(name));
  const text = $("text").value.trim();
  if (text) next.set($("text-field").value, text);
}, "text"), TYPING_MS);

$("bar").addEventListener("submit", event => {
  event.preventDefault();
  typed.now();
});
$("text").addEventListener("input", typed);
$("text-field").addEventListener("change", () => {
  if ($("text").value.trim()) typed.now();
  $("text").focus();
});
$("sort").addEventListener("change", () => change(next => {
  if ($("sort").value) next.set("sort", $("sort").value);
  else next.delete("sort");
}));
$("km").addEventListener("change", () => {
  const around = near();
  if (around) change(next => next.set("near", `${around.north},${around.east},${$("km").value}`));
});
for (const button of document.querySelectorAll("[data-preset]")) {
  button.addEventListener("click", () => change(next => {
    const [name, value] = button.dataset.preset.split("=");
    if (next.get(name) === value) next.delete(name);
    else next.set(name, value);
    if (name === "rentable" && next.has(name) && !next.has("sort")) next.set("sort", "price");
  }));
}
$("fields").addEventListener("submit", event => event.preventDefault());
$("fields").addEventListener("input", debounced(event => change(next => readFields($("fields"), next), event?.target?.name ?? "fields"), TYPING_MS));

addEventListener("popstate", () => {
  state = new URLSearchParams(location.search);
  typedLast = null;
  $("text").blur();
  show();
});

/** Moves the focus along the rows. */
function move(by) {
  const links = [...$("results").querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.closest("li").scrollIntoView({ block: "nearest" });
}

addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const writing = event.target.closest("input, textarea, select");
  if (event.key === "Escape" && event.target === $("text")) {
    if ($("text").value) {
      $("text").value = "";
      typed.now();
    } else $("text").blur();
  } else if (event.key === "ArrowDown" && event.target === $("text")) move(1);
  else if (writing) return;
  else if (event.key === "/") $("text").focus();
  else if (event.key === "j" || event.key === "ArrowDown" && event.target.closest("#results")) move(1);
  else if (event.key === "k" || event.key === "ArrowUp" && event.target.closest("#results")) move(-1);
  else if (event.key === "Escape") go(new URLSearchParams());
  else return;
  event.preventDefault();
});

// On a phone the filters are behind their heading.
const wide = matchMedia("(min-width: 821px)");
const unfold = () => {
  $("filters").open = wide.matches;
};
wide.addEventListener("change", unfold);
unfold();

live.on("transition", event => moved($("results"), event));
show();
get("/api/openapi.json").then(document => keepKnown($("fields"), new Set(document.paths["/v1/nodes"].get.parameters.map(one => one.name)))).catch(() => {
  // A field too many is answered with a sentence.
});
