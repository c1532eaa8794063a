// The operator's page: asks every few seconds what the explorer knows of the parts of the grid, and draws it.

import { get } from "../api.js";
import { $, el } from "../dom.js";
import { count, now, plural, rate, span, time } from "../format.js";
import * as live from "../live.js";
import { begin, searchFor } from "./letters.js";
import { spark } from "./spark.js";
import * as parts from "./traffic.js";
import { verdict } from "./well.js";

const EVERY_MS = 5000;
const REJECTED_S = 900;
const MINUTE = 60;
const REASONS = ["signature", "skew", "identity", "replay", "poison"];
const STATES = { up: ["good", "up"], not_ready: ["warn", "not ready"], unreachable: ["bad", "not reachable"], unknown: ["", "not asked yet"] };

const known = { services: null, partitions: null, stats: null, failure: null };

function showVerdict() {
  const said = verdict(known, now());
  $("verdict").dataset.mood = said.mood;
  // Said again only when it changes: a screen reader speaks it each time.
  if ($("verdict-text").textContent !== said.text) $("verdict-text").textContent = said.text;
  const list = said.list.join("\n");
  if ($("verdict-list").dataset.said !== list) {
    $("verdict-list").dataset.said = list;
    $("verdict-list").replaceChildren(...said.list.map(text => el("li", {}, text)));
  }
  document.title = `${said.text} · Operator · Pulse`;
}

function services(answer) {
  const rows = answer.services.map(service => {
    const [mood, word] = STATES[service.state] ?? ["", service.state];
    const since = service.since ? ` for ${span(now() - service.since)}` : "";
    const build = service.version
      ? [service.version, service.commit && service.commit !== "unknown" ? el("span", { class: "mono meta" }, ` ${service.commit.slice(0, 12)}`) : null]
      : "–";
    return el("tr", {},
      el("th", { scope: "row" }, service.service),
      el("td", {}, el("span", { class: `tag ${mood}` }, word), service.state === "up" ? null : el("span", { class: "meta" }, [since.trim(), service.detail].filter(Boolean).join(". "))),
      el("td", {}, build),
      el("td", {}, service.started_at ? span(now() - service.started_at) : "–"),
      el("td", { class: "mono where" }, service.address ?? "this explorer"));
  });
  $("services").replaceChildren(...rows);
  const kafka = answer.kafka;
  const features = Object.entries(kafka.features ?? {}).filter(([name]) => name === "transaction.version").map(([name, level]) => `${name} ${level}`);
  $("kafka").textContent = kafka.brokers === null
    ? `Kafka: ${kafka.state === "unknown" ? "not asked" : "not reachable"}`
    : `Kafka: ${[plural(kafka.brokers, "broker"), ...features].join(", ")}${kafka.state === "unreachable" ? ", not reachable now" : ""}`;
}

function regions(stats) {
  const rows = Object.entries(stats.regions).map(([name, region]) => el("li", {},
    el("span", { class: "name" }, name),
    region.disturbed
      ? el("span", { class: "tag bad" }, `disturbed${region.disturbed_since ? ` for ${span(now() - region.disturbed_since)}` : ""}`)
      : el("span", { class: "tag good" }, "calm"),
    el("span", { class: "meta" }, [`${count(region.online)} online`, `${count(region.late)} late`, `${count(region.unknown)} unknown`, `${count(region.offline)} offline`].join(" · ")),
    el("span", { class: "meta judged" }, region.watermark ? `judged up to ${span(now() - region.watermark)} ago` : "")));
  if (rows.length) $("regions").replaceChildren(...rows);
}

/** Letters a minute between two neighbours, of one reason. */
function perMinute(samples, reason) {
  const points = [];
  for (let i = 1; i < samples.length; i++) {
    const seconds = samples[i].at - samples[i - 1].at;
    if (seconds > 0) points.push({ at: samples[i].at, value: MINUTE * (samples[i].counts[reason] - samples[i - 1].counts[reason]) / seconds });
  }
  return points;
}

/** Over the last minute, or what is known of it. */
function lastMinute(samples, reason) {
  const last = samples.at(-1);
  const first = samples.find(sample => sample.at >= last.at - MINUTE);
  return first === last ? null : MINUTE * (last.counts[reason] - first.counts[reason]) / (last.at - first.at);
}

const lines = new Map();

function rejected(answer) {
  if (!answer.samples.length) return;
  for (const reason of REASONS) {
    if (!lines.has(reason)) {
      const line = { spark: el("span", { class: "spark-box" }), rate: el("span", { class: "figure n" }), total: el("span", { class: "meta n" }) };
      line.element = el("li", {}, el("button", { type: "button", class: "quiet small", onclick: () => searchFor(reason) }, reason), line.spark, line.rate, line.total);
      lines.set(reason, line);
      $("rejected").append(line.element);
    }
    const line = lines.get(reason);
    const minute = lastMinute(answer.samples, reason);
    line.spark.replaceChildren(spark(perMinute(answer.samples, reason), REJECTED_S));
    line.rate.textContent = minute === null ? "–" : `${rate(minute)}/min`;
    line.total.textContent = `${count(answer.samples.at(-1).counts[reason])} in all`;
    line.element.dataset.busy = String(minute > 0);
  }
}

async function refresh() {
  try {
    const [partitions, found, refused] = await Promise.all(["partitions", "services", "rejections"].map(part => get(`/api/v1/operator/${part}`)));
    known.partitions = partitions;
    known.services = found;
    known.failure = null;
    services(found);
    parts.traffic(partitions);
    parts.followers(partitions, now());
    rejected(refused);
    $("sampled").textContent = partitions.as_of ? `Sampled every ${span(partitions.every_s)}, last at ${time(partitions.as_of)}` : "";
  } catch (error) {
    known.failure = error.message;
  }
  showVerdict();
}

async function keepAsking() {
  if (!document.hidden) await refresh();
  setTimeout(keepAsking, EVERY_MS);
}

live.on("stats", stats => {
  known.stats = stats;
  regions(stats);
  showVerdict();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
});
document.querySelector(".numbers").addEventListener("toggle", () => {
  if (known.partitions) parts.numbers(known.partitions);
});
keepAsking();
begin();
