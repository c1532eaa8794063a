// What every page has: how fresh the numbers are, the theme, and the warning of a marketplace that asks no ledger.

import { get } from "./api.js";
import { $ } from "./dom.js";
import { count, now, span, time } from "./format.js";
import * as live from "./live.js";

/** Older than this, in seconds, is said to be behind. */
const STALE_S = 15;

let state = "waiting";

function freshness() {
  const stats = live.stats();
  const [mood, text] = words(stats);
  $("freshness").dataset.state = mood;
  if ($("freshness-text").textContent !== text) $("freshness-text").textContent = text;
}

function words(stats) {
  if (state === "lost") return ["lost", stats ? `Connection lost, last heard as of ${time(stats.as_of)}` : "No connection yet, trying again"];
  if (!stats) return ["waiting", state === "open" ? "Waiting for the first counts" : "Connecting"];
  const age = now() - stats.as_of;
  if (age > STALE_S) return ["stale", `Behind: as of ${time(stats.as_of)}, ${span(age)} ago, lag ${count(stats.lag)}`];
  const judged = stats.watermark ? now() - stats.watermark : 0;
  if (judged > STALE_S) return ["stale", `The pipeline stands still: judged up to ${span(judged)} ago`];
  return ["fresh", `Live, as of ${time(stats.as_of)}, lag ${count(stats.lag)}`];
}

function themes() {
  const root = document.documentElement;
  const buttons = [...$("theme").querySelectorAll("button")];
  const show = () => buttons.forEach(button => button.setAttribute("aria-pressed", String(button.dataset.themeChoice === (root.dataset.theme ?? "system"))));
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const choice = button.dataset.themeChoice;
      if (choice === "system") delete root.dataset.theme;
      else root.dataset.theme = choice;
      try {
        if (choice === "system") localStorage.removeItem("pulse.theme");
        else localStorage.setItem("pulse.theme", choice);
      } catch {
        // Storage is refused: the choice holds for this page.
      }
      show();
    });
  }
  show();
}

/** An explorer without a market has no such address, and nothing to warn of. */
async function warnOfMock() {
  const market = await get("/api/v1/market");
  $("mock").hidden = market.verification !== "mock";
}

themes();
live.on("state", next => {
  state = next;
  freshness();
});
live.on("stats", freshness);
setInterval(freshness, 1000);
// The page's own module, which may open the stream as it needs it, has run by then.
addEventListener("load", () => {
  if (!live.opened()) live.open();
});
warnOfMock().catch(() => {});
