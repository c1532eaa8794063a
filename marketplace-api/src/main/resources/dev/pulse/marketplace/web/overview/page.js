// The overview: counts and transitions come by the live stream; the last minutes, the map and the dead letters are asked for.

import { get, newest } from "../api.js";
import { draw } from "../charts.js";
import { $ } from "../dom.js";
import { brief, count, plural, rate } from "../format.js";
import * as live from "../live.js";
import { worldMap } from "../map/map.js";
import * as panels from "./panels.js";

const SECONDS = 600;
const SMOOTH = 10;
const DEAD_LETTERS_MS = 3000;
/** The map follows changes at this pace, and is asked anew at the latest after so long. */
const MAP_MS = 2500;
const MAP_LATEST_MS = 15000;
/** Transitions that the stream begins with: with them the chart has a past. */
const RECENT = 200;
const MINUTE = 60;

let samples = [];
let deadSeen = "";
let deadAskedAt = 0;
let mapAskedAt = 0;
let changedAt = 0;
/** How many nodes changed, by second; the last SECONDS. */
let changes = new Map();
/** What the chart of changes knows: nothing before this. Null until it is known. */
let changesFrom = null;
/** Changes that are not shown yet. */
let arrived = [];

const map = worldMap($("map"), {
  onPick: (place, cell) => {
    const km = cell ? 500 : 1000;
    location.assign(`/search?near=${place.north.toFixed(2)},${place.east.toFixed(2)},${km}&sort=distance`);
  },
  onView: () => askMap(),
});

/** Heartbeats per second over the SMOOTH seconds before each sample. */
function rates() {
  const found = [];
  let from = 0;
  for (let to = 1; to < samples.length; to++) {
    while (from < to - 1 && samples[to].at - samples[from].at > SMOOTH) from++;
    const seconds = samples[to].at - samples[from].at;
    const beats = samples[to].advances - samples[from].advances;
    // A sum that shrank or is in parts says nothing: a partition was being moved.
    if (seconds > 0 && seconds <= 2 * SMOOTH && beats >= 0 && samples[to].whole && samples[from].whole) {
      found.push({ at: samples[to].at, value: beats / seconds });
    }
  }
  return found;
}

/** Changes in the minute before each ten seconds. */
function perMinute(end) {
  if (changesFrom === null) return [];
  const found = [];
  const minuteBefore = at => {
    let sum = 0;
    for (let second = at; second > at - MINUTE; second--) sum += changes.get(second) ?? 0;
    return { at, value: sum };
  };
  for (let at = end; at > end - SECONDS && at >= changesFrom + MINUTE; at -= SMOOTH) found.unshift(minuteBefore(at));
  return found;
}

function drawCharts() {
  const online = samples.filter(sample => sample.whole).map(sample => ({ at: sample.at, value: sample.online }));
  const beats = rates();
  draw($("online-chart"), online, SECONDS, count, "Nodes online");
  draw($("rate-chart"), beats, SECONDS, rate, "Heartbeats per second");
  $("online-figure").textContent = online.length ? count(online.at(-1).value) : "";
  $("rate-figure").textContent = beats.length ? rate(beats.at(-1).value) : "";
  const moved = perMinute(samples.at(-1)?.at ?? 0);
  draw($("changes-chart"), moved, SECONDS, count, "Transitions per minute");
  $("changes-figure").textContent = moved.length ? count(moved.at(-1).value) : "";
  return beats.at(-1)?.value ?? null;
}

function take(fresh) {
  if (fresh.watermark && fresh.watermark > (samples.at(-1)?.at ?? 0)) {
    samples.push({ at: fresh.watermark, online: fresh.online, advances: fresh.heartbeats.advances, whole: true });
    samples = samples.filter(sample => sample.at > fresh.watermark - SECONDS - SMOOTH);
    for (const second of changes.keys()) {
      if (second < fresh.watermark - SECONDS - MINUTE) changes.delete(second);
    }
  }
  // The stream begins with the newest changes; where there was none, there is none in the past either.
  changesFrom ??= 0;
  panels.counts(fresh);
  panels.regions(fresh);
  panels.pipeline(fresh, drawCharts());
  askDeadLetters(JSON.stringify(fresh.dead_letters));
  const since = Date.now() - mapAskedAt;
  if (since > MAP_LATEST_MS || since > MAP_MS && changedAt > mapAskedAt) askMap();
}

const cells = newest(options => get(`/api/v1/cells?${new URLSearchParams(map.query())}`, options));

async function askMap() {
  mapAskedAt = Date.now();
  try {
    const answer = await cells();
    if (!answer) return;
    map.show(answer);
    const said = [`${plural(answer.placed, "node")} in ${plural(answer.cells.length, "place")}`];
    if (answer.unplaced) said.push(`${brief(answer.unplaced)} do not say where they are`);
    $("map-note").textContent = said.join(" · ");
  } catch (error) {
    $("map-note").textContent = error.message;
  }
}

async function askDeadLetters(counts) {
  if (counts === deadSeen || Date.now() - deadAskedAt < DEAD_LETTERS_MS) return;
  deadAskedAt = Date.now();
  try {
    panels.deadLetters(await get("/api/v1/dead-letters?newest=1"));
    deadSeen = counts;
  } catch {
    // The stream tells that the connection is gone; the next counts ask again.
  }
}

async function askHistory() {
  try {
    const past = await get(`/api/v1/history?seconds=${SECONDS}`);
    const last = past.samples.at(-1)?.at ?? 0;
    samples = [...past.samples, ...samples.filter(sample => sample.at > last)];
    drawCharts();
  } catch {
    // As above: the charts begin with what the stream brings.
  }
}

live.on("transition", event => {
  changedAt = Date.now();
  changes.set(event.at, (changes.get(event.at) ?? 0) + 1);
  if (changesFrom === null || event.at < changesFrom) changesFrom = event.at;
  arrived.push(event);
  if (arrived.length > panels.TRANSITIONS) arrived.shift();
});
// However many come, a browser draws no more than can be read.
setInterval(() => {
  arrived.forEach(panels.transition);
  arrived = [];
}, 200);
live.on("stats", take);
live.on("reset", () => {
  changes = new Map();
  changesFrom = null;
  arrived = [];
  panels.clearTransitions();
  askHistory();
  askMap();
});
live.open({ recent: RECENT });
