// The OpenAPI document, made readable.

import { get } from "../api.js";
import { el } from "../dom.js";

const main = document.getElementById("docs");

function type(schema) {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").at(-1);
  if (schema.type === "array") return `list of ${type(schema.items)}`;
  if (schema.additionalProperties) return `map of ${type(schema.additionalProperties)}`;
  const bounds = [schema.minimum !== undefined ? `from ${schema.minimum}` : "", schema.maximum !== undefined ? `to ${schema.maximum}` : "", schema.default !== undefined ? `default ${schema.default}` : ""].filter(Boolean).join(" ");
  const words = schema.enum ? schema.enum.join(", ") : schema.items?.enum?.join(", ");
  return [schema.type, bounds, words].filter(Boolean).join(", ");
}

const values = schema => schema?.items?.enum ? `list of ${schema.items.enum.join(", ")}` : type(schema);

function table(caption, head, rows) {
  return el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": caption }, el("table", {},
    el("caption", { class: "visually-hidden" }, caption),
    el("thead", {}, el("tr", {}, ...head.map(text => el("th", { scope: "col" }, text)))),
    el("tbody", {}, ...rows.map(cells => el("tr", {}, ...cells.map(cell => el("td", {}, cell)))))));
}

function operation(server, path, verb, op) {
  const part = el("details", { class: "panel operation", id: op.operationId },
    el("summary", {}, el("h3", {}, el("code", {}, el("span", { class: "verb" }, verb.toUpperCase()), server + path)), op.summary ?? ""));
  if (op.description) part.append(el("p", { class: "lead" }, op.description));
  if (op.parameters?.length) {
    part.append(el("h4", {}, "Parameters"), table(`Parameters of ${path}`, ["Name", "Value", "Meaning"],
      op.parameters.map(p => [el("code", {}, p.name), `${values(p.schema)}${p.in === "query" ? "" : ` (${p.in})`}`, p.description ?? ""])));
  }
  part.append(el("h4", {}, "Answers"), table(`Answers of ${path}`, ["Status", "Form", "Meaning"],
    Object.entries(op.responses).map(([code, answer]) => {
      const form = type(Object.values(answer.content ?? {})[0]?.schema);
      return [el("code", {}, code), form && /^[A-Z]/.test(form) ? el("a", { href: `#schema-${form}` }, form) : form, answer.description ?? ""];
    })));
  return part;
}

function schema(name, described) {
  const fields = Object.entries(described.properties ?? {});
  return el("details", { class: "panel operation", id: `schema-${name}` },
    el("summary", {}, el("h3", {}, name)),
    described.description ? el("p", { class: "lead" }, described.description) : null,
    table(`Fields of ${name}`, ["Field", "Value", "Meaning"], fields.map(([field, value]) => [el("code", {}, field), type(value), value.description ?? ""])));
}

const body = await get("/api/openapi.json");
const server = body.servers?.[0]?.url ?? "";
main.append(el("p", { class: "lead" }, body.info.description));
main.append(el("h2", {}, "Addresses"));
for (const [path, verbs] of Object.entries(body.paths)) {
  for (const [verb, op] of Object.entries(verbs)) main.append(operation(server, path, verb, op));
}
main.append(el("h2", {}, "Forms"));
for (const [name, described] of Object.entries(body.components.schemas)) main.append(schema(name, described));

// Each is folded, so that one finds the address first; the one that the page's own address names is open.
function reveal() {
  const named = document.getElementById(location.hash.slice(1));
  if (!named) return;
  named.open = true;
  named.scrollIntoView();
}
addEventListener("hashchange", reveal);
reveal();
