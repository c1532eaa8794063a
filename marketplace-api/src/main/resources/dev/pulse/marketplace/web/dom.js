// Elements. Texts are always texts, never markup: nothing here, or anywhere, sets innerHTML.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "selected", "indeterminate"]);

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false && !PROPERTIES.has(key)) continue;
    if (key.startsWith("on") && typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (key === "data") Object.assign(element.dataset, value);
    else if (PROPERTIES.has(key) && key in element) element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** An HTML element: `onclick` and the like are listeners, `data` fills the dataset, null and false are left out. */
export const el = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);

/** The same in SVG. */
export const svg = (name, attributes, ...children) => fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

export const $ = id => document.getElementById(id);

/** A status as shape, colour and word. */
export const status = word => el("span", { class: `status ${word}` }, el("span", { class: "glyph", "aria-hidden": "true" }), word);

/** A stage of a node's life. */
export const stage = word => el("span", { class: `tag stage-${word}` }, word);

/** A notice: `kind` is "", "warn" or "error". An error is spoken at once. */
export const notice = (text, kind = "") => el("p", { class: `notice ${kind}`, role: kind === "error" ? "alert" : null }, text);

/** A node's name that leads to its page. */
export const nodeLink = id => el("a", { class: "mono node-link", href: `/nodes/${id}` }, id);

/** An account or another long name, cut in the middle; the whole of it is in the title. */
export const short = text => el("span", { class: "mono", title: text }, text.length > 18 ? `${text.slice(0, 8)}…${text.slice(-6)}` : text);

/** Runs once the hand has rested for so long; `.now()` runs at once, `.cancel()` never. */
export function debounced(run, ms) {
  let timer;
  const later = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(run, ms, ...given);
  };
  later.now = (...given) => {
    clearTimeout(timer);
    run(...given);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}
