// The way in, the same for farmers and renters: the keys of this browser, and who is signed in.

import { $, el, notice, short } from "../dom.js";
import { date, time } from "../format.js";
import { attempt, copy, dialog, download, sure } from "./ask.js";
import { isOver, session, signIn, signOut } from "./session.js";
import * as vault from "./vault.js";

/**
 * @param who "farmer" or "renter": which of the command line's words to name
 * @param entered is called with `{account, key, market}` once somebody is signed in; the key is null where this browser has none
 *   of his. `left` is called when he no longer is
 */
export async function door({ who, market, entered, left }) {
  const root = $("door");
  let visitor = null;

  function leave(words = null) {
    visitor = null;
    root.closest("main").classList.remove("signed-in");
    left();
    return outside(words);
  }

  // Whatever fails because the session is over, anywhere on the page, leads back here.
  document.addEventListener("failed", event => {
    if (visitor && isOver(event.detail)) leave(event.detail.code === "key_gone" ? event.detail.message : "You were signed out: the session was over. Sign in again, and do it once more.");
  });

  async function enter(opened) {
    const key = await vault.find(opened.account_id).catch(() => null);
    visitor = { account: opened.account_id, key: key ?? null, market };
    root.closest("main").classList.add("signed-in");
    inside(opened);
    // The button that had the focus is gone.
    if (document.activeElement === document.body) root.closest("main").focus({ preventScroll: true });
    entered(visitor);
  }

  function inside(opened) {
    const trouble = el("div", { class: "trouble" });
    const out = el("button", { type: "button", class: "quiet small" }, "Sign out");
    out.addEventListener("click", () => attempt(out, trouble, signOut, () => leave()));
    root.replaceChildren(el("section", { class: "panel who", "aria-label": "Who is signed in" },
      el("div", { class: "row" },
        el("span", { class: "meta" }, "Signed in as"), account(opened.account_id),
        el("span", { class: "meta until" }, `until ${time(opened.expires_at)}`), out),
      visitor.key ? null : notice(`The key of this account is not in this browser (any more). What needs a signature of its own must be done on the command line, or after you import the key again.`, "warn"),
      trouble));
  }

  async function outside(words = null) {
    root.setAttribute("aria-busy", "true");
    const obstacle = await vault.obstacle();
    const keys = obstacle ? [] : await vault.keys();
    root.removeAttribute("aria-busy");
    const trouble = el("div", { class: "trouble" });
    root.replaceChildren(el("section", { class: "panel door", "aria-labelledby": "door-title" },
      el("h2", { id: "door-title" }, keys.length ? "Sign in" : "Sign in with a key"),
      words ? notice(words, "warn") : null,
      obstacle ? notice(obstacle, "warn") : null,
      obstacle ? null : el("p", { class: "lede" }, keys.length
        ? "With a key that this browser keeps. It signs a challenge; the key itself never leaves this browser."
        : "There are no passwords here. A key in this browser signs a challenge, which shows who you are. It never leaves this browser."),
      keys.length ? el("ul", { class: "keys" }, ...keys.map(key => row(key, trouble))) : null,
      trouble,
      obstacle ? null : ways(trouble, keys.length > 0)));
  }

  function row(key, trouble) {
    const go = el("button", { type: "button" }, "Sign in");
    go.addEventListener("click", () => attempt(go, trouble, async () => {
      try {
        return await signIn(key);
      } catch (error) {
        throw error.code === "wrong_key" ? unknownAccount(key.account) : error;
      }
    }, enter));
    const away = el("button", { type: "button", class: "quiet" }, "Forget");
    away.addEventListener("click", async () => {
      if (await sure("Forget this key?", [
        el("p", {}, "This browser can't sign as ", short(key.account), " any more. Without your backup of the key, what the account owns is lost: nobody can bring a key back."),
      ], { yes: "Forget it", danger: true })) attempt(away, trouble, () => vault.forget(key.account), () => outside());
    });
    return el("li", {}, el("div", {}, account(key.account), el("p", { class: "meta" }, `in this browser since ${date(key.addedAt / 1000)}`)),
      el("div", { class: "row" }, go, away));
  }

  function unknownAccount(hex) {
    const error = new Error(`The ledger does not know this account with this key. An account comes to be by the first transfer to it: on a development ledger by ./pulse ${who} faucet --account ${hex}`);
    error.code = "wrong_key";
    return error;
  }

  function ways(trouble, quiet) {
    const make = el("button", { type: "button", class: quiet ? "quiet" : null }, "Make a new key");
    make.addEventListener("click", () => attempt(make, trouble, newKey, made => made && outside()));
    const input = el("input", { type: "file", accept: ".json,application/json", hidden: true, id: "key-file" });
    const take = el("button", { type: "button", class: "quiet" }, "Import a key file");
    take.addEventListener("click", () => input.click());
    input.addEventListener("change", () => input.files.length && attempt(take, trouble, () => vault.importFile(input.files[0]), () => outside()).finally(() => input.value = ""));
    return el("div", { class: "ways" }, el("div", { class: "row" }, make, take, input),
      el("p", { class: "meta" }, "The file is account-key.json, which ", el("code", {}, `./pulse ${who} init`), " makes."));
  }

  async function newKey() {
    const made = await vault.create();
    const kept = await dialog("Keep a copy of your key", close => {
      const next = el("button", { type: "button", disabled: true, onclick: () => close(true) }, "Use this key");
      const have = el("input", { type: "checkbox", id: "have-copy", disabled: true, onchange: () => next.disabled = !have.checked });
      return [
        el("p", {}, "This is your new account:"), el("p", {}, account(made.account)),
        el("p", {}, "Its key can be saved now and never again: from then on no page and no script reads it out of this browser. Whoever has the file can do everything in your name; whoever loses key and file loses what the account owns."),
        el("div", { class: "row" }, el("button", { type: "button", class: "quiet", onclick: () => {
          download("account-key.json", made.file);
          have.disabled = false;
        } }, "Save account-key.json")),
        el("p", { class: "meta" }, "The command line takes it too: put it in a folder of its own, and ", el("code", {}, "chmod 600 account-key.json"), "."),
        el("label", { class: "check", for: "have-copy" }, have, "I have saved it in a safe place"),
        el("div", { class: "row end" }, el("button", { type: "button", class: "quiet", onclick: () => close(null) }, "Cancel"), next),
      ];
    });
    return kept ? made.keep() : null;
  }

  const opened = await session();
  if (opened) await enter(opened);
  else await outside();
  return { leave };
}

/** An account in full, to be copied. */
export const account = hex => el("span", { class: "account" }, el("code", { class: "hex" }, hex), copy(hex, "the account"));
