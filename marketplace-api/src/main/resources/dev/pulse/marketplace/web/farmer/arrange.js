// What a farmer arranges: templates of his own, and nodes that are offered without asking him.

import { del, get, put } from "../api.js";
import { el } from "../dom.js";
import { attempt, field, FieldError, form, sure } from "../key/ask.js";
import { perHour, picker, price } from "./price.js";

const NAME = /^[a-z0-9][a-z0-9-]{0,31}$/;

const path = name => `/api/dashboard/templates/${encodeURIComponent(name)}`;

/** The list of templates, with what changes one's own. */
export function templates(root, all, changed) {
  const trouble = el("div", { class: "trouble" });
  const cost = value => el("input", { type: "text", inputmode: "numeric", id: "template-price", class: "mono", autocomplete: "off", value });

  async function change(one) {
    const input = cost(one.price_per_hour);
    if (await form(`Template ${one.name}`, [
      field("SPORE for a slice and hour", input, "Nodes on offer keep their price; from now on the template stands for the new one."),
    ], "Change it", () => put(path(one.name), { price_per_hour: price(input) }))) changed();
  }

  async function add() {
    const name = el("input", { type: "text", id: "template-name", class: "mono", maxlength: 32, autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
    const input = cost("");
    if (await form("A template of your own", [el("div", { class: "fields" },
      field("Name", name, "Lower-case letters, digits, hyphens."), field("SPORE for a slice and hour", input))],
    "Add it", () => {
      if (!NAME.test(name.value)) throw new FieldError(name, "1 to 32 lower-case letters, digits and hyphens.");
      return put(path(name.value), { price_per_hour: price(input) });
    })) changed();
  }

  const row = one => {
    const remove = el("button", { type: "button", class: "quiet small", "aria-label": `Remove ${one.name}` }, "Remove");
    remove.addEventListener("click", async () => {
      if (await sure(`Remove the template ${one.name}?`, ["Nodes that are offered at its price keep that."], { yes: "Remove it", danger: true })) attempt(remove, trouble, () => del(path(one.name)), changed);
    });
    const edit = el("button", { type: "button", class: "quiet small", "aria-label": `Change ${one.name}`, onclick: () => change(one) }, "Change");
    return el("tr", {}, el("td", {}, one.name), el("td", { class: "n" }, perHour(one.price_per_hour)),
      el("td", { class: "n" }, one.own ? el("div", { class: "row" }, edit, remove) : el("span", { class: "meta" }, "everybody's")));
  };

  root.replaceChildren(
    el("div", { class: "scroll" }, el("table", { class: "templates" },
      el("caption", { class: "visually-hidden" }, "Price templates"),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Name"), el("th", { scope: "col", class: "n" }, "Slice and hour"), el("th", { scope: "col" }, el("span", { class: "visually-hidden" }, "Change")))),
      el("tbody", {}, ...all.map(row)))),
    trouble,
    el("div", { class: "row" }, el("button", { type: "button", class: "quiet", onclick: add }, "Add a template")));
}

/** The switch that has nodes offered once they are paired. */
export function autoPublish(root, auto, all, changed) {
  const trouble = el("div", { class: "trouble" });
  const prices = picker(all, auto.on ? { template: auto.template, price: auto.price_per_hour } : null);
  const on = el("input", { type: "checkbox", id: "auto-on", role: "switch", checked: auto.on });
  const save = el("button", { type: "submit" }, auto.on ? "Change the price" : "Switch it on");
  const choice = el("div", { class: "stack", hidden: !auto.on }, prices.element, el("div", { class: "row" }, save));
  on.addEventListener("change", () => {
    choice.hidden = !on.checked;
    if (!on.checked && auto.on) attempt(on, trouble, () => put("/api/dashboard/auto-publish", { on: false }), changed);
  });
  root.addEventListener("failed", event => {
    // What did not come about must not look as if it had.
    if (event.target === trouble && !on.checked) {
      on.checked = auto.on;
      choice.hidden = !auto.on;
    }
  });
  root.replaceChildren(el("form", { novalidate: true, onsubmit: event => {
    event.preventDefault();
    attempt(save, trouble, () => put("/api/dashboard/auto-publish", { on: true, ...prices.body() }), changed);
  } },
  el("p", { class: "meta" }, "Each node is offered once it is paired, within seconds. One that you took back stays with you."),
  el("label", { class: "switch", for: "auto-on" }, on, auto.on ? `On, for ${perHour(auto.price_per_hour)}${auto.template ? ` (${auto.template})` : ""}` : "Off"),
  choice, trouble));
}

export const readTemplates = async () => (await get("/api/dashboard/templates")).templates;
export const readAuto = () => get("/api/dashboard/auto-publish");
