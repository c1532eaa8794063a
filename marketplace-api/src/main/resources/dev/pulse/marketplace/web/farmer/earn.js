// What a farmer was paid, by the hour, and what runs.

import { el, nodeLink, notice, svg } from "../dom.js";
import { date, now, plural, span, spore } from "../format.js";

const HOUR = 3600;
const sum = amounts => amounts.reduce((all, one) => all + BigInt(one), 0n);

/** A bar for each hour; the highest is the most that was paid in one. */
function bars(answer) {
  const first = Math.floor(answer.from / HOUR) * HOUR;
  const length = Math.floor(now() / HOUR) - first / HOUR + 1;
  const most = answer.hours.reduce((top, one) => BigInt(one.paid) > top ? BigInt(one.paid) : top, 0n);
  const figure = svg("svg", { class: "hours", viewBox: `0 0 ${length} 100`, preserveAspectRatio: "none", role: "img", "aria-label": `Paid in ${plural(answer.hours.length, "hour")} of the last ${span(length * HOUR)}, ${spore(String(most))} in the best of them.` });
  for (const one of answer.hours) {
    // In hundredths of a percent: amounts are larger than what a number holds exactly.
    const height = most ? Math.max(2, Number(BigInt(one.paid) * 10_000n / most) / 100) : 0;
    figure.append(svg("rect", { x: (one.hour - first) / HOUR + 0.1, y: 100 - height, width: 0.8, height },
      svg("title", {}, `${date(one.hour)}: ${spore(one.paid)}, ${plural(one.payments, "payment")}`)));
  }
  return [figure, el("div", { class: "hours-axis", "aria-hidden": "true" }, el("span", {}, date(first)), el("span", {}, "now"))];
}

function table(answer) {
  return el("div", { class: "scroll" }, el("table", {}, el("caption", { class: "visually-hidden" }, "Reservations that run"),
    el("thead", {}, el("tr", {}, ...["Node", "Slices", "Until", "Due now", "All hours"].map((text, i) => el("th", { scope: "col", class: i === 0 ? null : "n" }, text)))),
    el("tbody", {}, ...answer.running.map(one => el("tr", {}, el("td", {}, nodeLink(one.node_id)), el("td", { class: "n" }, one.slices), el("td", { class: "n" }, date(one.until)), el("td", { class: "n" }, spore(one.due_now)), el("td", { class: "n" }, spore(one.amount)))))));
}

export function earnings(root, answer) {
  if (answer.verification === "mock") {
    root.replaceChildren(el("p", { class: "empty" }, "Nothing costs anything here: this marketplace does not ask the ledger (mock)."));
    return;
  }
  const payments = answer.hours.reduce((all, one) => all + one.payments, 0);
  root.replaceChildren(
    el("p", { class: "earned" }, spore(answer.paid)),
    el("p", { class: "meta" }, payments ? `paid by the ledger since ${date(answer.from)}, in ${plural(payments, "payment")}. A reservation is paid when it ends, each hour that began.` : `Nothing was paid since ${date(answer.from)}. A reservation is paid when it ends, each hour that began.`),
    ...answer.complete ? [] : [notice("There is more than was looked at: the sums are too low.", "warn")],
    ...answer.hours.length ? bars(answer) : [],
    ...answer.running.length
      ? [el("p", {}, el("strong", {}, `${spore(String(sum(answer.running.map(one => one.due_now))))} more`), ` if all that runs ended now: an estimate, ${plural(answer.running.length, "reservation")}.`), table(answer)]
      : [el("p", { class: "meta" }, "Nothing is rented at present.")]);
}
