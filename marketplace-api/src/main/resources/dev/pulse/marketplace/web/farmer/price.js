// What a slice and hour costs: a template or a price of its own.

import { el } from "../dom.js";
import { FieldError } from "../key/ask.js";

const MOST = 2n ** 64n - 1n;
let pickers = 0;

/** A price in digits, or an error at its field. */
export function price(input) {
  const text = input.value.trim();
  if (!/^[0-9]{1,20}$/.test(text) || BigInt(text) < 1n || BigInt(text) > MOST) throw new FieldError(input, "Whole SPORE, from 1 on.");
  return String(BigInt(text));
}

/** A price as people read it. */
export const perHour = digits => `${BigInt(digits).toLocaleString("en")} SPORE`;

/**
 * A choice of price.
 *
 * @param templates as the dashboard lists them
 * @param now `{template, price}`, what it costs at present, or null
 * @returns `{element, body}`: `body()` is what the dashboard takes, or throws a FieldError
 */
export function picker(templates, now = null) {
  const name = `price-${++pickers}`;
  const chosen = now?.template && templates.some(one => one.name === now.template) ? now.template : now?.price ? null : "basic";
  const own = el("input", { type: "text", inputmode: "numeric", id: `${name}-own`, class: "mono", autocomplete: "off", placeholder: "100", value: chosen === null ? now.price : "" });
  const radio = (value, checked) => el("input", { type: "radio", name, value, checked });
  const free = radio("", chosen === null);
  const tiers = templates.map(one => el("label", { class: "tier" }, radio(one.name, one.name === chosen), el("span", { class: "name" }, one.name), el("span", { class: "cost" }, BigInt(one.price_per_hour).toLocaleString("en"))));
  const field = el("div", { class: "field", hidden: chosen !== null }, el("label", { for: own.id }, "SPORE for a slice and hour"), own);
  const element = el("fieldset", { class: "price" }, el("legend", {}, "SPORE for a slice (4 GB) and hour"),
    el("div", { class: "tiers" }, ...tiers, el("label", { class: "tier" }, free, el("span", { class: "name" }, "other price"))), field);
  element.addEventListener("change", event => {
    if (event.target.name !== name) return;
    field.hidden = !free.checked;
    if (free.checked) own.focus();
  });
  return { element, body: () => free.checked ? { price_per_hour: price(own) } : { template: element.querySelector("input[type=radio]:checked").value } };
}
