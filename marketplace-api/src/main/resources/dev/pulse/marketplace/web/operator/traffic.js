// The partitions as strips: a column for each, as high as it is written fast, in the colour of how late it is read.

import { $, el } from "../dom.js";
import { count, plural, rate, span } from "../format.js";
import { spark } from "./spark.js";
import { bare, worst } from "./well.js";

/** In the order of the path; others follow. */
const PATH = ["heartbeats.raw", "heartbeats.verified", "nodes.commands", "nodes.outcomes", "nodes.events", "nodes.state", "regions.census", "regions.verdicts"];
const SPARK_S = 300;

const rows = new Map();
let pointed = null;

const order = topic => {
  const place = PATH.indexOf(bare(topic));
  return place < 0 ? PATH.length : place;
};

const perSecond = value => value === null ? "rate not known yet" : `${rate(value)} a second`;

function behind(partition) {
  const speed = partition.rate_minutes ?? partition.rate;
  return Object.entries(partition.lags).map(([group, lag]) => {
    const seconds = lag > 0 && speed > 0 ? ` (${span(lag / speed)})` : "";
    return `${group} ${lag === 0 ? "has read all" : `${plural(lag, "offset")} behind${seconds}`}`;
  });
}

const words = partition => [`partition ${partition.partition}`, perSecond(partition.rate), ...behind(partition)].join(", ");

function point(row, index) {
  const partition = row.topic.partitions[index];
  if (!partition) return;
  if (pointed && pointed.row.cells[pointed.index]) pointed.row.cells[pointed.index].classList.remove("pointed");
  pointed = { row, index };
  row.at = index;
  row.cells[index].classList.add("pointed");
  $("readout").textContent = `${bare(row.topic.topic)}, ${words(partition)}, end ${count(partition.end)}.`;
  value(row);
}

function value(row) {
  const partition = row.topic.partitions[row.at];
  row.strip.setAttribute("aria-valuemax", row.topic.partitions.length - 1);
  row.strip.setAttribute("aria-valuenow", row.at);
  row.strip.setAttribute("aria-valuetext", words(partition));
}

function keys(row, event) {
  const last = row.topic.partitions.length - 1;
  const to = { ArrowRight: row.at + 1, ArrowUp: row.at + 1, ArrowLeft: row.at - 1, ArrowDown: row.at - 1, Home: 0, End: last }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  point(row, Math.min(last, Math.max(0, to)));
}

function make(topic) {
  const row = { topic, cells: [], at: 0 };
  row.name = el("p", { class: "topic mono" }, bare(topic.topic));
  row.strip = el("div", {
    class: "strip", role: "slider", tabindex: "0", "aria-label": `Partitions of ${bare(topic.topic)}`, "aria-valuemin": "0",
    onkeydown: event => keys(row, event),
    onfocus: () => point(row, row.at),
    onpointermove: event => {
      const index = row.cells.indexOf(event.target.closest(".cell"));
      if (index >= 0) point(row, index);
    },
  });
  row.spark = el("div", { class: "spark-box" });
  row.figure = el("p", { class: "figure n" });
  row.lag = el("p", { class: "meta lag" });
  row.element = el("div", { class: "traffic-row" }, row.name, row.strip, row.spark, row.figure, row.lag);
  return row;
}

function lag(topic) {
  const sums = {};
  for (const partition of topic.partitions) {
    for (const [group, offsets] of Object.entries(partition.lags)) sums[group] = (sums[group] ?? 0) + offsets;
  }
  const readers = Object.entries(sums);
  if (!readers.length) return "";
  return readers.map(([group, offsets]) => `${group.replace(/^pulse-/, "")} ${offsets === 0 ? "at its end" : `${count(offsets)} behind`}`).join(", ");
}

function update(row, topic) {
  row.topic = topic;
  const top = Math.max(...topic.partitions.map(partition => partition.rate ?? 0), 1e-9);
  while (row.cells.length > topic.partitions.length) row.cells.pop().remove();
  topic.partitions.forEach((partition, index) => {
    if (!row.cells[index]) {
      row.cells[index] = el("span", { class: "cell" }, el("span", { class: "fill" }));
      row.strip.append(row.cells[index]);
    }
    const cell = row.cells[index];
    cell.dataset.level = worst(partition);
    cell.firstChild.style.height = `${partition.rate ? Math.max(8, 100 * partition.rate / top) : 0}%`;
  });
  row.at = Math.min(row.at, topic.partitions.length - 1);
  row.level = Math.max(0, ...topic.partitions.map(worst));
  row.element.dataset.level = row.level;
  row.figure.textContent = topic.rate === null ? "–" : `${rate(topic.rate)}/s`;
  row.lag.textContent = lag(topic);
  row.spark.replaceChildren(spark(topic.points.map(sample => ({ at: sample.at, value: sample.rate })), SPARK_S));
  value(row);
}

/** Draws what /operator/partitions answered. */
export function traffic(answer) {
  if (!answer.topics.length) {
    const said = answer.troubles.find(trouble => trouble.part === "offsets");
    rows.clear();
    $("traffic").replaceChildren(el("p", { class: "empty" }, said?.detail ?? "Waiting for the first sample."));
    return;
  }
  const before = [...rows.values()].map(row => row.element);
  for (const topic of answer.topics) {
    if (!topic.partitions.length) continue;
    if (!rows.has(topic.topic)) rows.set(topic.topic, make(topic));
    update(rows.get(topic.topic), topic);
  }
  for (const name of [...rows.keys()]) {
    if (!answer.topics.some(topic => topic.topic === name)) rows.delete(name);
  }
  // Worst first; what is equal stays in the order of the path, so that nothing moves without need.
  const sorted = [...rows.values()]
    .sort((one, other) => other.level - one.level || order(one.topic.topic) - order(other.topic.topic) || one.topic.topic.localeCompare(other.topic.topic))
    .map(row => row.element);
  if (sorted.length !== before.length || sorted.some((element, i) => $("traffic").children[i] !== element)) {
    const focused = document.activeElement;
    $("traffic").replaceChildren(...sorted);
    if (focused?.classList.contains("strip")) focused.focus();
  }
  if (pointed && rows.get(pointed.row.topic.topic) === pointed.row) point(pointed.row, Math.min(pointed.index, pointed.row.topic.partitions.length - 1));
  if (document.querySelector(".numbers").open) numbers(answer);
}

/** The same as a table; made while it is looked at. */
export function numbers(answer) {
  $("numbers").replaceChildren(...answer.topics.flatMap(topic => topic.partitions.map(partition => el("tr", {},
    el("th", { scope: "row", class: "mono" }, bare(topic.topic)),
    el("td", { class: "n" }, String(partition.partition)),
    el("td", { class: "n" }, count(partition.end)),
    el("td", { class: "n" }, partition.rate === null ? "–" : rate(partition.rate)),
    el("td", { class: "n" }, partition.rate_minutes === null ? "–" : rate(partition.rate_minutes)),
    el("td", {}, behind(partition).join(", ") || "nobody that is looked for reads it")))));
}

/** The explorer's own readers. */
export function followers(answer, now) {
  $("followers").replaceChildren(...answer.followers.map(follower => el("div", {},
    el("dt", {}, `This explorer: ${follower.name}`),
    el("dd", {}, follower.problem ?? (follower.as_of ? `${follower.lag === 0 ? "has read all" : `${plural(follower.lag, "offset")} behind`}, as of ${span(now - follower.as_of)} ago` : "has not read all yet")))));
}
