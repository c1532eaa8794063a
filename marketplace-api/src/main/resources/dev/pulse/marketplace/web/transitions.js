// Transitions of nodes, as items of a list with the newest first.

import { el, nodeLink, status } from "./dom.js";
import { date, iso, now, time } from "./format.js";

const CAUSES = {
  first_heartbeat: "first heartbeat",
  heartbeat: "heard again",
  grace_expired: "silent for longer than its grace",
  region_disturbed: "its whole region fell silent",
  guard_released: "still silent after the disturbance",
  command: "by command",
  elapsed: "its time has come",
  rotated: "its key was changed",
};

const DAY_S = 86_400;

/** What happened, in words. */
export function news(event) {
  const moved = event.lifecycle_before && event.lifecycle_before !== event.lifecycle ? `, ${event.lifecycle_before} to ${event.lifecycle}` : "";
  const why = event.detail || CAUSES[event.cause] || event.cause;
  // What befalls a life leaves liveness as it was: the stage is the news.
  return event.cause === "command" || event.cause === "elapsed" ? `${event.lifecycle}: ${why}` : `${why}${moved}`;
}

/** Puts a transition into a list that has the newest first, once; the list keeps so many. `named` says whether the node is named. */
export function insert(list, event, most, named = true) {
  list.querySelector(".empty")?.remove();
  const id = `t-${event.node_id}-${event.sequence}`;
  if (document.getElementById(id)) return;
  const when = now() - event.at < DAY_S ? time(event.at) : date(event.at);
  // What is older than a few seconds was there before the page: nothing arrives.
  const item = el("li", { class: now() - event.at < 5 ? "new" : null, id, data: { at: String(event.at) } },
    status(event.status),
    named ? nodeLink(event.node_id) : el("span", {}, news(event)),
    el("time", { datetime: iso(event.at) }, when),
    named ? el("p", { class: "cause" }, event.region ? `${event.region} · ${news(event)}` : news(event)) : null);
  // Partitions bring theirs one after the other at first.
  list.insertBefore(item, [...list.children].find(other => Number(other.dataset.at) <= event.at) ?? null);
  while (list.children.length > most) list.lastElementChild.remove();
}
