// The page: counts and transitions come by the live stream, the last minutes and the dead letters are asked for.

import { get } from "../api.js";
import { draw } from "../charts.js";
import { count, rate } from "../format.js";
import * as live from "../live.js";
import * as panels from "./panels.js";

const SECONDS = 600;
const SMOOTH = 10;
const DEAD_LETTERS_MS = 3000;

let samples = [];
let deadSeen = "";
let deadAskedAt = 0;

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

function drawCharts() {
  const online = samples.filter(sample => sample.whole).map(sample => ({ at: sample.at, value: sample.online }));
  const beats = rates();
  draw(document.getElementById("online-chart"), online, SECONDS, count, "Nodes online");
  draw(document.getElementById("rate-chart"), beats, SECONDS, rate, "Heartbeats per second");
  document.getElementById("online-figure").textContent = online.length ? count(online.at(-1).value) : "";
  document.getElementById("rate-figure").textContent = beats.length ? rate(beats.at(-1).value) : "";
  return beats.at(-1)?.value ?? null;
}

function take(fresh) {
  if (fresh.watermark && fresh.watermark > (samples.at(-1)?.at ?? 0)) {
    samples.push({ at: fresh.watermark, online: fresh.online, advances: fresh.heartbeats.advances, whole: true });
    samples = samples.filter(sample => sample.at > fresh.watermark - SECONDS - SMOOTH);
  }
  panels.counts(fresh);
  panels.regions(fresh);
  panels.pipeline(fresh, drawCharts());
  askDeadLetters(JSON.stringify(fresh.dead_letters));
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

live.on("transition", panels.transition);
live.on("stats", take);
live.on("reset", () => {
  panels.clearTransitions();
  askHistory();
});
live.open({ recent: 40 });
