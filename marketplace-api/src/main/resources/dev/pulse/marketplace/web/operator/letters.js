// Dead letters: looked for, and opened down to the bytes. What is looked for and what is open stand in the address.

import { get, newest } from "../api.js";
import { $, el, nodeLink, notice, short } from "../dom.js";
import { count, date, iso, now, plural, span, time } from "../format.js";
import { bytesOf, hex, pretty } from "./hex.js";

const SIZE = 25;
const SPANS = { "15m": 900, "1h": 3600, "1d": 86400, "7d": 604800 };
const DAY = 86400;
const FIELDS = ["reason", "node", "since"];

let cursor = null;
let looked = 0;
let asked = new URLSearchParams();
let opener = null;

const find = newest((query, options) => get(`/api/v1/dead-letters/search?${query}`, options));
const open = newest((place, options) => get(`/api/v1/dead-letters/${place}`, options));

const received = at => now() - at < DAY ? time(at) : date(at);
const place = letter => `${letter.reason}/${letter.partition}/${letter.offset}`;

function address(change) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(change)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  history.replaceState(null, "", url);
}

/** The roles are said since a narrow page lays rows out as cards, which takes them away. */
function row(letter) {
  return el("tr", { role: "row" },
    el("td", { role: "cell" }, el("button", { type: "button", class: "link", title: iso(letter.at), onclick: event => show(place(letter), event.currentTarget) }, received(letter.at), el("span", { class: "visually-hidden" }, `: open this letter, refused for ${letter.reason}`))),
    el("td", { role: "cell" }, el("span", { class: "tag" }, letter.reason)),
    el("td", { role: "cell" }, letter.node_id ? nodeLink(letter.node_id) : el("span", { class: "meta" }, "none")),
    el("td", { role: "cell", class: "why" }, letter.detail),
    el("td", { role: "cell", class: "n" }, count(letter.original_bytes)));
}

function say(answer, shown) {
  const left = answer.next_cursor === null ? "that is all" : answer.complete ? "there may be more" : `${count(answer.lag)} offsets not looked at yet`;
  $("searched").textContent = `${shown === 0 ? "No letter found" : plural(shown, "letter")}, ${plural(looked, "offset")} looked at, ${left}.`;
  $("more").hidden = answer.next_cursor === null;
  $("letters").hidden = shown === 0;
}

async function ask(more) {
  const query = new URLSearchParams(asked);
  if (more && cursor) query.set("cursor", cursor);
  $("search").setAttribute("aria-busy", "true");
  try {
    const answer = await find(query);
    if (!answer) return;
    const first = $("found").rows.length;
    if (!more) {
      $("found").replaceChildren();
      looked = 0;
    }
    looked += answer.read;
    cursor = answer.next_cursor;
    $("found").append(...answer.letters.map(row));
    say(answer, $("found").rows.length);
    if (more && answer.letters.length) $("found").rows[first].querySelector("button").focus();
  } catch (error) {
    $("searched").replaceChildren(notice(error.message, "error"));
    if (!more) {
      $("letters").hidden = true;
      $("more").hidden = true;
    }
  } finally {
    $("search").removeAttribute("aria-busy");
  }
}

function search() {
  const form = new FormData($("search"));
  const [reason, node, since] = FIELDS.map(name => form.get(name).trim());
  address({ reason, node, since: since === "1h" ? "" : since || "all" });
  asked = new URLSearchParams({ size: SIZE });
  if (reason) asked.set("reason", reason);
  if (node) asked.set("node_id", node);
  if (since) asked.set("since", String(Math.floor(now()) - SPANS[since]));
  ask(false);
}

/** Looks for the letters of one reason. */
export function searchFor(reason) {
  $("reason").value = reason;
  search();
  $("search-title").scrollIntoView({ block: "start" });
  $("reason").focus({ preventScroll: true });
}

async function copy(text, button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "The browser refuses";
  }
  setTimeout(() => button.textContent = before, 2000);
}

function download(bytes, name) {
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  el("a", { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

/** Ways to look at the bytes: only those that there are. */
function views(answer) {
  const bytes = bytesOf(answer.original_base64);
  const name = place(answer.letter).replaceAll("/", "-");
  const cut = answer.whole ? "" : ` (the first ${count(bytes.length)} of ${count(answer.letter.original_bytes)} bytes)`;
  const all = [];
  if (answer.heartbeat?.payload) all.push(["What was signed", () => pretty(answer.heartbeat.payload), bytesOf(answer.heartbeat.payload_base64), `${name}-payload.json`]);
  if (answer.original_text !== null && bytes.length) all.push(["As text", () => pretty(answer.original_text), bytes, `${name}.bin`]);
  all.push(["Byte for byte", () => bytes.length ? hex(bytes) : "The record has no bytes.", bytes, `${name}.bin`]);
  const shown = el("pre", { tabindex: "0", class: "bytes" });
  const note = el("p", { class: "meta" });
  let current;
  const buttons = all.map(view => el("button", { type: "button", class: "quiet small", onclick: () => pick(view) }, view[0]));
  const pick = view => {
    current = view;
    shown.textContent = view[1]();
    shown.setAttribute("aria-label", `${view[0]}: the refused record`);
    note.textContent = `${plural(view[2].length, "byte")}${view[2] === bytes ? cut : ""}`;
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(all[i] === view)));
  };
  pick(all[0]);
  return el("section", { "aria-label": "The refused record" },
    el("div", { class: "row views" }, el("div", { class: "row", role: "group", "aria-label": "How it is shown" }, buttons),
      el("button", { type: "button", class: "quiet small", onclick: event => copy(shown.textContent, event.currentTarget) }, "Copy"),
      el("button", { type: "button", class: "quiet small", onclick: () => download(current[2], current[3]) }, "Download")),
    shown, note);
}

function facts(answer) {
  const letter = answer.letter;
  const beat = answer.heartbeat;
  const all = [
    ["Received", `${iso(letter.at)}, ${span(now() - letter.at)} ago`],
    ["Node", letter.node_id ? nodeLink(letter.node_id) : "none could be read"],
    ["Account it claims", letter.account ? short(letter.account) : "none could be read"],
    ["Refused record", letter.source ? `${letter.source.topic}, partition ${letter.source.partition}, offset ${count(letter.source.offset)}` : "not known"],
    ["Taken by", beat ? `${beat.ingest}, for region ${beat.region}` : "not known"],
  ];
  return el("dl", { class: "facts small" }, all.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

function draw(answer) {
  $("letter-title").textContent = `Refused for ${answer.letter.reason}`;
  $("letter-body").replaceChildren(
    el("ul", { class: "findings" }, answer.findings.map((finding, i) => el("li", { class: i === 0 ? "first" : null }, finding))),
    ...answer.advice.map(advice => notice(advice)),
    facts(answer),
    views(answer));
}

/** Opens a letter, by "reason/partition/offset". */
async function show(where, from) {
  opener = from ?? null;
  address({ letter: where });
  $("letter-title").textContent = "A dead letter";
  $("letter-body").replaceChildren(el("p", { class: "empty", role: "status" }, "Fetching it from Kafka."));
  if (!$("letter").open) $("letter").showModal();
  try {
    const answer = await open(where);
    if (answer) draw(answer);
  } catch (error) {
    $("letter-body").replaceChildren(notice(error.message, "error"));
  }
  $("letter-title").focus();
}

/** Takes up what stands in the address. */
export function begin() {
  const said = new URL(location.href).searchParams;
  $("reason").value = said.get("reason") ?? "";
  if ($("reason").selectedIndex < 0) $("reason").value = "";
  $("node").value = said.get("node") ?? "";
  const since = said.get("since") ?? "1h";
  $("since").value = since in SPANS ? since : "";
  $("search").addEventListener("submit", event => {
    event.preventDefault();
    search();
  });
  for (const name of ["reason", "since"]) $(name).addEventListener("change", search);
  $("more").addEventListener("click", () => ask(true));
  $("letter-close").addEventListener("click", () => $("letter").close());
  $("letter").addEventListener("click", event => {
    // The dialog fills itself with its content: a click on itself is one on what is around it.
    if (event.target === $("letter")) $("letter").close();
  });
  $("letter").addEventListener("close", () => {
    address({ letter: "" });
    opener?.focus();
  });
  const letter = said.get("letter");
  search();
  if (letter && /^[a-z]+\/\d+\/\d+$/.test(letter)) show(letter);
}
