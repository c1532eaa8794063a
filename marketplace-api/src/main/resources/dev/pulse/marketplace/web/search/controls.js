// The filters' panels: values with their counts, and fields for what has no values to choose from.

import { el } from "../dom.js";
import { brief, count } from "../format.js";
import { FACETS, GROUPS, band, without } from "./filters.js";

/** Values that a facet shows before it is unfolded. */
const FEW = 6;

/** Which facets were unfolded. */
const unfolded = new Set();

function isChosen(facet, value, state) {
  if (!facet.band) return state.getAll(facet.name).some(one => one.toLowerCase() === value.toLowerCase());
  const wanted = band(value);
  return state.get("price_min") === wanted.price_min && (state.get("price_max") ?? undefined) === wanted.price_max;
}

function toggled(facet, value, state) {
  if (isChosen(facet, value, state)) {
    return facet.band ? without(without(state, "price_min"), "price_max") : without(state, facet.name, state.getAll(facet.name).find(one => one.toLowerCase() === value.toLowerCase()));
  }
  const next = facet.band ? without(without(state, "price_min"), "price_max") : new URLSearchParams(state);
  if (facet.band) Object.entries(band(value)).forEach(([name, bound]) => next.set(name, bound));
  else next.append(facet.name, value);
  return next;
}

function option(facet, { value, nodes }, state, go) {
  const words = facet.band ? value.endsWith("-") ? `${value.slice(0, -1)} and more` : value.replace("-", " to ") : facet.say?.(value) ?? value;
  return el("li", {}, el("label", { class: "option" },
    el("input", { type: "checkbox", checked: isChosen(facet, value, state), onchange: () => go(toggled(facet, value, state)) }),
    el("span", { class: "word" }, words), el("span", { class: "meta", title: count(nodes) }, brief(nodes))));
}

/** The facets of an answer. `go` is called with the state that a click leads to. */
export function facetPanels(facets, state, go) {
  const focused = document.activeElement?.closest?.("[data-facet]");
  const place = focused && { facet: focused.dataset.facet, word: document.activeElement.closest("label")?.querySelector(".word")?.textContent };
  const panels = FACETS.map(facet => {
    const known = facets[facet.name]?.values.filter(one => one.value !== null) ?? [];
    // What is chosen and meets nothing any more must still be there to be given up.
    const gone = facet.band ? [] : state.getAll(facet.name).filter(value => !known.some(one => one.value.toLowerCase() === value.toLowerCase())).map(value => ({ value, nodes: 0 }));
    const values = [...known, ...gone];
    if (values.length === 0) return null;
    const all = unfolded.has(facet.name);
    const shown = values.filter((one, i) => all || i < FEW || isChosen(facet, one.value, state));
    return el("fieldset", { class: "facet", data: { facet: facet.name } }, el("legend", {}, facet.label),
      el("ul", {}, ...shown.map(one => option(facet, one, state, go))),
      values.length > FEW ? el("button", {
        type: "button", class: "fold", "aria-expanded": String(all), onclick: () => {
          if (!unfolded.delete(facet.name)) unfolded.add(facet.name);
          document.getElementById("facets").replaceChildren(...facetPanels(facets, state, go));
        },
      }, all ? "Fewer" : `${values.length - FEW} more`) : null);
  });
  if (place) queueMicrotask(() => [...document.querySelectorAll(`[data-facet="${place.facet}"] label`)].find(label => label.querySelector(".word").textContent === place.word)?.querySelector("input").focus());
  return panels.filter(Boolean);
}

const input = (name, label, numeric) => el("input", { name, "aria-label": label, inputmode: numeric ? "decimal" : null, autocomplete: "off", spellcheck: "false" });

function field(one) {
  const unit = one.unit ? `, ${one.unit}` : "";
  if (one.range) {
    return el("div", { class: "field range", role: "group", "aria-label": one.label }, el("span", { class: "label" }, `${one.label}${unit}`),
      el("span", { class: "ends" }, input(`${one.range}_min`, `${one.label} from`, true), el("span", { "aria-hidden": "true" }, "–"), input(`${one.range}_max`, `${one.label} up to`, true)));
  }
  if (one.choices) {
    return el("div", { class: "field" }, el("label", { for: `field-${one.name}` }, one.label),
      el("select", { id: `field-${one.name}`, name: one.name }, one.choices.map(([value, words]) => el("option", { value }, words))));
  }
  return el("div", { class: "field" }, el("label", { for: `field-${one.name}` }, `${one.label}${unit}`),
    el("input", { id: `field-${one.name}`, name: one.name, data: one.many ? { many: "" } : {}, autocomplete: "off", spellcheck: "false", inputmode: one.unit ? "decimal" : null }));
}

/** Draws the fields once, and puts in what the state has; a field that is being typed in is left alone. */
export function fieldPanels(form, state) {
  if (form.children.length === 0) {
    form.append(...GROUPS.map(group => el("details", { class: "group", open: Boolean(group.open) || group.fields.some(one => (one.range ? [`${one.range}_min`, `${one.range}_max`] : [one.name]).some(name => state.has(name))) },
      el("summary", {}, group.title), ...group.fields.map(field))));
  }
  for (const one of form.elements) {
    if (one.name && one !== document.activeElement) {
      one.value = state.getAll(one.name).join(", ");
      one.removeAttribute("aria-invalid");
    }
  }
}

/** Leaves out the fields that this server has no parameters for. */
export function keepKnown(form, names) {
  for (const one of form.elements) {
    if (one.name && !names.has(one.name)) one.closest(".field").hidden = true;
  }
}

/** Puts what the fields have into a state. */
export function readFields(form, state) {
  for (const one of form.elements) {
    if (!one.name) continue;
    state.delete(one.name);
    const values = "many" in one.dataset ? one.value.split(",") : [one.value];
    values.map(value => value.trim()).filter(Boolean).forEach(value => state.append(one.name, value));
  }
}
