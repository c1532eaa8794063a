// What the page shows, panel by panel. Each function takes what the server said and draws it.

import { $, el, nodeLink } from "../dom.js";
import { count, now, rate, span, time } from "../format.js";
import { insert } from "../transitions.js";

/** Transitions that are shown at most. */
export const TRANSITIONS = 60;

const REASONS = {
  signature: "signature does not verify",
  skew: "clock more than 300 s off",
  identity: "name bound to another account",
  replay: "older than what was accepted",
  poison: "record cannot be read",
};

export function counts(stats) {
  $("count-online").textContent = count(stats.online);
  $("count-unknown").textContent = count(stats.unknown);
  $("count-offline").textContent = count(stats.offline);
  document.title = `${count(stats.online)} online · Overview · Pulse`;
}

export function regions(stats) {
  const rows = Object.entries(stats.regions).map(([name, region]) => {
    const all = region.online + region.unknown + region.offline;
    const share = el("div", { class: "share", "aria-hidden": "true" });
    for (const word of ["online", "unknown", "offline"]) {
      if (region[word] > 0) {
        const part = el("span", { class: `s-${word}` });
        part.style.flexGrow = region[word];
        share.append(part);
      }
    }
    const name_ = el("th", { scope: "row" }, el("a", { href: `/search?${new URLSearchParams({ region: name })}` }, name));
    if (region.disturbed) {
      const since = region.disturbed_since ? ` for ${span(now() - region.disturbed_since)}` : "";
      name_.append(el("span", { class: "disturbed", title: "Its nodes are held back from going offline" }, `disturbed${since}`));
    }
    return el("tr", {}, name_, el("td", {}, all ? share : ""), el("td", { class: "n" }, count(region.online)), el("td", { class: "n" }, count(region.unknown)), el("td", { class: "n" }, count(region.offline)));
  });
  if (rows.length) $("regions").replaceChildren(...rows);
}

export function pipeline(stats, beats) {
  const facts = [
    ["Index as of", stats.as_of ? `${span(now() - stats.as_of)} ago` : "–"],
    ["Behind by", `${count(stats.lag)} ${stats.lag === 1 ? "offset" : "offsets"}`],
    ["Judged up to", stats.watermark ? `${span(now() - stats.watermark)} ago` : "–"],
    ["Heartbeats per second", beats === null ? "–" : rate(beats)],
    ["Advances", count(stats.heartbeats.advances)],
    ["Duplicates", count(stats.heartbeats.duplicates)],
    ["Replays", count(stats.heartbeats.replays)],
    ["Interval", span(stats.interval_s)],
  ];
  $("pipeline").replaceChildren(...facts.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

export function clearTransitions() {
  $("transitions").replaceChildren(el("li", { class: "empty" }, "Nothing has changed yet."));
}

export const transition = event => insert($("transitions"), event, TRANSITIONS);

function pretty(payload) {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}

export function deadLetters(answer) {
  const open = new Set([...document.querySelectorAll("#dead details[open]")].map(one => one.dataset.reason));
  const order = ["signature", "skew", "identity", "replay", "poison"].filter(name => answer.reasons[name]);
  if (!document.querySelector("#dead details")) {
    // At first the newest letter of all lies open.
    const received = name => answer.reasons[name].newest[0]?.at ?? 0;
    open.add(order.reduce((one, other) => received(other) > received(one) ? other : one));
  }
  const parts = order.map(name => {
    const reason = answer.reasons[name];
    const letter = reason.newest[0];
    const total = `${reason.complete ? "" : "≥ "}${count(reason.count)}`;
    const head = el("summary", {}, el("span", { class: "reason" }, name), el("span", { class: "what" }, letter?.detail ?? REASONS[name]), el("span", { class: "total" }, total));
    if (!letter) {
      head.setAttribute("tabindex", "-1");
      const none = el("details", { class: "none" }, head);
      head.addEventListener("click", event => event.preventDefault());
      return none;
    }
    const who = letter.node_id
      ? nodeLink(letter.node_id)
      : el("span", {}, "no node id");
    return el("details", { "data-reason": name, open: open.has(name) ? "" : null }, head,
      el("div", { class: "letter" },
        el("p", {}, letter.detail),
        el("p", { class: "meta" }, "Newest: ", who, ` · ${letter.at ? `received ${time(letter.at)}` : "time unknown"} · ${letter.source.topic}, partition ${letter.source.partition}, offset ${letter.source.offset}`),
        el("pre", { tabindex: "0", "aria-label": `The newest letter refused for ${name}` }, letter.payload ? pretty(letter.payload) : letter.original_base64 ?? "")));
  });
  if (parts.length) $("dead").replaceChildren(...parts);
}
