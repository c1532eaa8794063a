// What a renter pays with, and how much of it he lets the marketplace spend: a transaction of his own, signed here.

import { ApiError, get, post } from "../api.js";
import { el } from "../dom.js";
import { spore } from "../format.js";
import { attempt, command, field, FieldError } from "../key/ask.js";
import { sign } from "../key/vault.js";
import { callBytes, fromBase64, isAccount, publicKeyText, signedTransaction, toBase64 } from "../key/wire.js";

export const ONE = 10n ** 18n;
const MOST = 2n ** 64n - 1n;
const CONTRACT = "spore.dev.hero";

/** What the marketplace says an approval is made of must be what this page asked for: nothing else is signed. */
function check(terms, { account, market }) {
  const right = terms.account_id === account && terms.public_key === publicKeyText(account) && terms.contract === CONTRACT
    && isAccount(terms.spender) && terms.spender === market.operator && /^[0-9]{1,20}$/.test(terms.nonce);
  if (!right) throw new ApiError(0, "odd_terms", "What the marketplace says of this approval does not fit together. Nothing was signed.");
}

/** Lets the marketplace spend this much of SPORE's smallest unit, whatever it was before. */
export async function approve(visitor, amount) {
  const terms = await get("/api/spending");
  check(terms, visitor);
  const transaction = callBytes({
    account: visitor.account, nonce: BigInt(terms.nonce) + 1n, contract: CONTRACT, blockHash: fromBase64(terms.block_hash),
    method: "approve", args: { spender: terms.spender, amount: String(amount) },
  });
  const { signature } = await sign(visitor.key, transaction);
  return post("/api/spending", { transaction: toBase64(signedTransaction(transaction, signature)) });
}

export function funds(root, funds) {
  root.replaceChildren(funds.balance === null
    ? el("p", { class: "empty" }, "Nothing costs anything here: this marketplace does not ask the ledger (mock).")
    : el("dl", { class: "facts funds" },
      el("div", {}, el("dt", {}, "Balance"), el("dd", { id: "balance" }, spore(funds.balance))),
      el("div", {}, el("dt", {}, "The marketplace may spend"), el("dd", { id: "allowance" }, spore(funds.allowance)))));
}

/** Whole SPORE as typed. */
function whole(input) {
  const text = input.value.trim();
  if (!/^[0-9]{1,20}$/.test(text) || BigInt(text) > MOST) throw new FieldError(input, "Whole SPORE, such as 1000.");
  return BigInt(text);
}

/** The form; without the key here, the command that does the same. */
export function approving(root, visitor, changed) {
  if (visitor.market.verification === "mock") {
    root.replaceChildren();
    return;
  }
  const words = el("p", { class: "meta" }, "It pays what you reserve into an escrow on the ledger, and can spend no more than this. You sign it with your key, on the ledger; a new amount takes the place of the old one.");
  if (!visitor.key) {
    root.replaceChildren(words, command("./pulse renter approve --dir DIR --amount 1000"));
    return;
  }
  const trouble = el("div", { class: "trouble" });
  const said = el("p", { class: "said", role: "status" });
  const amount = el("input", { type: "text", inputmode: "numeric", id: "approve-amount", class: "mono", autocomplete: "off", placeholder: "1000" });
  const yes = el("button", { type: "submit" }, "Sign and approve");
  const none = el("button", { type: "button", class: "quiet" }, "Take it back");
  const tell = ({ allowance }) => {
    said.textContent = `The ledger has it: ${spore(allowance)}.`;
    amount.value = "";
    changed();
  };
  none.addEventListener("click", () => attempt(none, trouble, () => approve(visitor, 0n), tell));
  root.replaceChildren(el("form", { class: "stack", novalidate: true, onsubmit: event => {
    event.preventDefault();
    said.textContent = "";
    attempt(yes, trouble, () => approve(visitor, whole(amount) * ONE), tell);
  } }, words, field("Let it spend, whole SPORE", amount), trouble, said, el("div", { class: "row" }, yes, none)));
}
