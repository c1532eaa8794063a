// What can be asked for, and how it is said to people. The names are those of /api/v1/nodes.

import { count, date, few } from "../format.js";

const countries = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });
const country = code => {
  try {
    return countries.of(code);
  } catch {
    return code;
  }
};

/** Fields whose values are counted, in the order that they are shown. */
export const FACETS = [
  { name: "status", label: "State" },
  { name: "region", label: "Region" },
  { name: "country", label: "Country", say: country },
  { name: "price", label: "Price, SPORE an hour", band: true },
  { name: "gpu_model", label: "GPU" },
  { name: "lifecycle", label: "Stage" },
  { name: "version", label: "Version" },
];

const range = (name, label, unit = "") => ({ range: name, label, unit });

/** Further conditions, by group. */
export const GROUPS = [
  { title: "Free capacity", open: true, fields: [range("free_slices", "Slices"), range("free_cpu", "Processors"), range("free_ram", "Memory", "GB"), range("free_disk", "Disk", "GB"), range("gpu_count", "GPUs")] },
  { title: "Price and reliability", open: true, fields: [range("price", "Price", "SPORE/h"), { name: "uptime_min", label: "Uptime from", unit: "%" }, { name: "flap_max", label: "Outages up to" }, { name: "window", label: "Both within", choices: [["", "all its time"], ["7d", "7 days"], ["30d", "30 days"], ["90d", "90 days"]] }] },
  { title: "Whole machine", fields: [range("total_slices", "Slices"), range("total_cpu", "Processors"), range("total_ram", "Memory", "GB"), range("total_disk", "Disk", "GB")] },
  { title: "Place and machine", fields: [{ name: "near", label: "Near lat,lon,km" }, { name: "city", label: "City", many: true }, { name: "region_contains", label: "Region has" }, { name: "gpu_vendor", label: "GPU vendor", many: true }, { name: "exclude", label: "Not these nodes", many: true }] },
  { title: "Market", fields: [{ name: "farm_id", label: "Farm", many: true }, { name: "template", label: "Template", many: true }, { name: "rented", label: "Rented", choices: [["", "either"], ["true", "yes"], ["false", "no"]] }, { name: "owned_by", label: "Farmer's account", many: true }, { name: "rented_by", label: "Renter's account", many: true }, { name: "updated_since", label: "Written since (unix s)" }] },
];

export const TEXTS = ["hostname_prefix", "node_id", "city_contains", "gpu_model_contains", "farm_id_contains", "mycelium_ip", "account"];

const UNITS = new Map();
const LABELS = new Map([["hostname_prefix", "host name begins"], ["node_id", "node"], ["city_contains", "city has"], ["gpu_model_contains", "GPU has"], ["farm_id_contains", "farm has"], ["mycelium_ip", "address"], ["account", "account"], ["rentable", "rentable"], ["has_gpu", "with a GPU"]]);
for (const facet of FACETS) LABELS.set(facet.name, facet.label.toLowerCase());
for (const { title, fields } of GROUPS) {
  for (const field of fields) {
    const label = (title === "Free capacity" && field.range !== "gpu_count" ? `free ${field.label}` : field.label).toLowerCase().replace("gpus", "GPUs").replace("gpu v", "GPU v");
    for (const name of field.range ? [`${field.range}_min`, `${field.range}_max`] : [field.name]) {
      LABELS.set(name, label);
      UNITS.set(name, field.unit ? ` ${field.unit}` : "");
    }
  }
}

function isNumbers(value, count) {
  const parts = value.split(",");
  return parts.length === count && parts.every(part => part.trim() !== "" && !Number.isNaN(+part));
}

/** One condition in words; what makes no sense, as it came. */
export function say(name, value) {
  const label = LABELS.get(name) ?? name;
  if (value === "true") return label;
  if (value === "false") return `not ${label}`;
  if (/^(near|updated_since)$|_(min|max)$/.test(name) && !isNumbers(value, name === "near" ? 3 : 1)) return `${label}: ${value}`;
  if (name === "near") {
    const [lat, lon, km] = value.split(",");
    return `within ${few(+km)} km of ${few(+lat)}, ${few(+lon)}`;
  }
  if (name === "window") return `uptime of the last ${value.replace("d", " days").replace("h", " hours")}`;
  if (name === "updated_since") return `written since ${date(+value)}`;
  if (name === "flap_max") return `at most ${count(+value)} outages`;
  if (name === "uptime_min") return `uptime from ${value} %`;
  const unit = UNITS.get(name) ?? "";
  if (name.endsWith("_min")) return `${label} from ${count(+value)}${unit}`;
  if (name.endsWith("_max")) return `${label} up to ${count(+value)}${unit}`;
  return `${label}: ${name === "country" ? country(value.toUpperCase()) : value.length > 40 ? `${value.slice(0, 8)}…` : value}`;
}

/** A price band, such as "21-60" or "251-", as the parameters that ask for it. */
export function band(value) {
  const [least, most] = value.split("-");
  return { price_min: least, ...(most ? { price_max: most } : {}) };
}

/** The parameters that are how the page looks, and no conditions. */
const VIEW = new Set(["sort"]);

/** The conditions of a state. */
export const conditions = state => [...state].filter(([name]) => !VIEW.has(name));

/** A state without a value of a parameter, or without all of them. */
export function without(state, name, value) {
  const next = new URLSearchParams(state);
  if (value === undefined) next.delete(name);
  else {
    const left = next.getAll(name).filter(one => one !== value);
    next.delete(name);
    left.forEach(one => next.append(name, one));
  }
  if (!next.has("near") && /^-?distance$/.test(next.get("sort") ?? "")) next.delete("sort");
  return next;
}
