// Whether all is well, and if not, what is not: sentences from what the explorer knows. No page in here.

import { count, plural, span } from "../format.js";

/** A reader this many seconds of traffic behind reads late; from the second on it is left behind. */
export const LATE_S = 5;
export const LEFT_S = 60;
/** A topic that hardly moves: below so many offsets nobody is late in it. */
const FEW = 200;
/** Without news for so long, something stands still. */
const STILL_S = 15;

export const bare = topic => topic.replace(/^pulse\./, "");

/** How late a reader is: 0 at once, 1 late, 2 left behind. `rate` may be null. */
export function level(lag, rate) {
  if (lag <= FEW) return 0;
  const seconds = rate > 0 ? lag / rate : Infinity;
  return seconds < LATE_S ? 0 : seconds < LEFT_S ? 1 : 2;
}

/** The worst of a partition's readers. */
export const worst = partition => Math.max(0, ...Object.values(partition.lags).map(lag => level(lag, partition.rate_minutes ?? partition.rate)));

function lags(partitions) {
  const all = new Map();
  for (const topic of partitions.topics) {
    for (const partition of topic.partitions) {
      for (const [group, lag] of Object.entries(partition.lags)) {
        const key = `${group} ${topic.topic}`;
        const sum = all.get(key) ?? { group, topic: topic.topic, lag: 0, rate: topic.rate_minutes ?? topic.rate, level: 0, where: null, most: -1 };
        sum.lag += lag;
        sum.level = Math.max(sum.level, level(lag, partition.rate_minutes ?? partition.rate));
        if (lag > sum.most) [sum.most, sum.where] = [lag, partition.partition];
        all.set(key, sum);
      }
    }
  }
  return [...all.values()].filter(sum => sum.level > 0);
}

function ofServices(answer, now) {
  const said = [];
  for (const service of answer.services) {
    const name = service.address ? `${service.service} at ${service.address}` : `This ${service.service}`;
    const since = service.since ? `, for ${span(now - service.since)}` : "";
    if (service.state === "unreachable") said.push([2, `${name} does not answer${since}. ${service.detail ?? ""}`]);
    if (service.state === "not_ready") said.push([2, `${name} is not ready${since}. ${service.detail ?? ""}`]);
  }
  const kafka = answer.kafka;
  if (kafka.state === "unreachable") said.push([2, `Kafka does not answer${kafka.since ? `, for ${span(now - kafka.since)}` : ""}. ${kafka.detail ?? ""}`]);
  else if (kafka.detail) said.push([1, `Kafka: ${kafka.detail}`]);
  const builds = new Map();
  for (const service of answer.services) {
    if (service.service === "registry" || !service.version) continue;
    const build = [service.version, service.commit].filter(Boolean).join(" ");
    builds.set(build, [...builds.get(build) ?? [], service.service]);
  }
  if (builds.size > 1) said.push([1, `Not all are of one build: ${[...builds].map(([build, names]) => `${[...new Set(names)].join(" and ")} ${build}`).join(", ")}.`]);
  return said;
}

function ofPartitions(answer, now) {
  const said = answer.troubles
    .filter(trouble => trouble.part !== "cluster")
    .map(trouble => [1, trouble.detail]);
  if (answer.as_of && now - answer.as_of > STILL_S + answer.every_s) said.push([1, `The newest sample of the partitions is ${span(now - answer.as_of)} old.`]);
  for (const lag of lags(answer)) {
    const behind = lag.rate > 0 ? `, some ${span(lag.lag / lag.rate)} of traffic` : "";
    said.push([lag.level, `${lag.group} is ${plural(lag.lag, "offset")} behind in ${bare(lag.topic)}${behind}; the most in partition ${lag.where}.`]);
  }
  for (const follower of answer.followers) {
    if (follower.problem) said.push([2, `This explorer cannot read its ${follower.name}: ${follower.problem}`]);
  }
  return said;
}

function ofStats(stats, now) {
  const said = [];
  for (const [name, region] of Object.entries(stats.regions)) {
    if (!region.disturbed) continue;
    const since = region.disturbed_since ? ` for ${span(now - region.disturbed_since)}` : "";
    said.push([2, `Region ${name} is disturbed${since}: ${plural(region.unknown, "node")} fell silent together and are held back from going offline.`]);
  }
  if (stats.watermark && now - stats.watermark > STILL_S) said.push([2, `The pipeline stands still: nodes are judged up to ${span(now - stats.watermark)} ago.`]);
  if (stats.as_of && now - stats.as_of > STILL_S) said.push([2, `This explorer is behind: what it shows is ${span(now - stats.as_of)} old, ${count(stats.lag)} offsets to go.`]);
  return said;
}

/**
 * @param known {services, partitions, stats}, each null where it is not known yet
 * @param now unix seconds
 * @returns {mood: "waiting" | "well" | "warn" | "bad", text, list}: the worst first
 */
export function verdict(known, now) {
  const said = [
    ...(known.services ? ofServices(known.services, now) : []),
    ...(known.stats ? ofStats(known.stats, now) : []),
    ...(known.partitions ? ofPartitions(known.partitions, now) : []),
    ...(known.failure ? [[2, known.failure]] : []),
  ].sort((one, other) => other[0] - one[0]);
  if (said.length) {
    const bad = said[0][0] === 2;
    return { mood: bad ? "bad" : "warn", text: said.length === 1 ? "One thing is not well" : `${count(said.length)} things are not well`, list: said.map(([, text]) => text) };
  }
  if (!known.services || !known.partitions || !known.stats) return { mood: "waiting", text: "Asking how everything does", list: [] };
  return { mood: "well", text: "All is well", list: [] };
}
