// Numbers, times and elements. Times are unix seconds of the server's clock.

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const decimal = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

let clockOffset = 0;

/** Learns the server's clock from an answer's Date, so that a wrong clock here does not make everything look old. */
export function learnClock(response) {
  const date = Date.parse(response.headers.get("Date") ?? "");
  if (Number.isFinite(date)) {
    clockOffset = date / 1000 - Date.now() / 1000;
    if (Math.abs(clockOffset) < 2) clockOffset = 0;
  }
}

export const now = () => Date.now() / 1000 + clockOffset;
export const count = value => number.format(value);
export const rate = value => (value < 100 ? decimal : number).format(value);
export const time = seconds => clock.format(new Date(seconds * 1000));

export function span(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 120) return `${s} s`;
  if (s < 7200) return `${Math.floor(s / 60)} min`;
  if (s < 172800) return `${Math.floor(s / 3600)} h`;
  return `${Math.floor(s / 86400)} days`;
}

/** An element with attributes and children; texts are always texts, never markup. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") element.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A status as shape, colour and word. */
export function status(word) {
  return el("span", { class: `status ${word}` }, el("span", { class: "glyph", "aria-hidden": "true" }), word);
}

/** A JSON answer, whatever its status. */
export async function ask(path) {
  const response = await fetch(path, { headers: { Accept: "application/json" } });
  learnClock(response);
  return { ok: response.ok, status: response.status, body: await response.json() };
}
