// The page: counts and transitions come by the live stream, the last minutes and the dead letters are asked for.

import { ask, count, rate } from "./words.js";
import { draw } from "./charts.js";
import { watch } from "./live.js";
import { lookup } from "./lookup.js";
import * as panels from "./panels.js";

const SECONDS = 600;
const SMOOTH = 10;
const DEAD_LETTERS_MS = 3000;

let samples = [];
let stats = null;
let state = "waiting";
let deadSeen = "";
let deadAskedAt = 0;

const onNode = lookup();

/** An explorer without a market has no such address, and nothing to warn of. */
async function warnOfMock() {
  const market = await ask("/api/v1/market");
  document.getElementById("mock").hidden = !(market.ok && market.body.verification === "mock");
}
warnOfMock().catch(() => {});

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
  stats = fresh;
  if (fresh.watermark && fresh.watermark > (samples.at(-1)?.at ?? 0)) {
    samples.push({ at: fresh.watermark, online: fresh.online, advances: fresh.heartbeats.advances, whole: true });
    samples = samples.filter(sample => sample.at > fresh.watermark - SECONDS - SMOOTH);
  }
  panels.counts(fresh);
  panels.regions(fresh);
  panels.pipeline(fresh, drawCharts());
  panels.freshness(state, fresh);
  askDeadLetters(JSON.stringify(fresh.dead_letters));
}

async function askDeadLetters(counts) {
  if (counts === deadSeen || Date.now() - deadAskedAt < DEAD_LETTERS_MS) return;
  deadAskedAt = Date.now();
  try {
    const answer = await ask("/api/v1/dead-letters?newest=1");
    if (answer.ok) {
      deadSeen = counts;
      panels.deadLetters(answer.body, onNode);
    }
  } catch {
    // The stream tells that the connection is gone; the next counts ask again.
  }
}

async function askHistory() {
  try {
    const answer = await ask(`/api/v1/history?seconds=${SECONDS}`);
    if (answer.ok) {
      const last = answer.body.samples.at(-1)?.at ?? 0;
      samples = [...answer.body.samples, ...samples.filter(sample => sample.at > last)];
      drawCharts();
    }
  } catch {
    // As above: the charts begin with what the stream brings.
  }
}

watch({
  onTransition: event => panels.transition(event, onNode),
  onStats: take,
  onReset: () => {
    panels.clearTransitions();
    askHistory();
  },
  onState: next => {
    state = next;
    panels.freshness(state, stats);
  },
});

setInterval(() => panels.freshness(state, stats), 1000);
