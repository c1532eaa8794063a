// Numbers, times and amounts in words. Times are unix seconds of the server's clock.

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const decimal = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const precise = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const moment = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const calendar = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" });

/** SPORE's smallest units in one SPORE (10^18). */
const SPORE = 10n ** 18n;

let clockOffset = 0;

/** Learns the server's clock from an answer's Date, so that a wrong clock here does not make everything look old. */
export function learnClock(response) {
  const date = Date.parse(response.headers.get("Date") ?? "");
  if (Number.isFinite(date)) {
    clockOffset = date / 1000 - Date.now() / 1000;
    if (Math.abs(clockOffset) < 2) clockOffset = 0;
  }
}

/** The server's time, unix seconds. */
export const now = () => Date.now() / 1000 + clockOffset;
export const count = value => number.format(value);
export const few = value => precise.format(value);
/** 1234567 as "1.23M". */
export const brief = value => compact.format(value);
export const rate = value => (value < 100 ? decimal : number).format(value);
export const time = seconds => clock.format(new Date(seconds * 1000));
export const date = seconds => moment.format(new Date(seconds * 1000));
export const day = seconds => calendar.format(new Date(seconds * 1000));
export const iso = seconds => new Date(seconds * 1000).toISOString();
/** Hundredths of a percent, or a share of one, as a percentage that never rounds up to 100. */
export const percent = share => share === 1 ? "100 %" : `${precise.format(Math.floor(share * 10000) / 100)} %`;
export const plural = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

/** A length of time, in seconds. */
export function span(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 120) return `${s} s`;
  if (s < 7200) return `${Math.floor(s / 60)} min`;
  if (s < 172800) return `${Math.floor(s / 3600)} h`;
  return `${Math.floor(s / 86400)} days`;
}

/** How long ago a time was. */
export const ago = seconds => `${span(now() - seconds)} ago`;

/** GB, from 1000 on in TB. */
export const gigabytes = value => value >= 1000 ? `${precise.format(value / 1000)} TB` : `${number.format(value)} GB`;

/** An amount in SPORE's smallest unit, a text of digits, as SPORE: exact, with no more digits than it has. */
export function spore(units) {
  const value = BigInt(units);
  const rest = (value % SPORE).toString().padStart(18, "0").replace(/0+$/, "");
  return `${(value / SPORE).toLocaleString("en")}${rest ? `.${rest}` : ""} SPORE`;
}
