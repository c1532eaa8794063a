// A node that can't pair by itself: found by its address, taken where the ledger has it in a farm of this farmer, and signed
// for with his key in its place, so that it can be offered.

import { get, post } from "../api.js";
import { el } from "../dom.js";
import { attempt, command, field, FieldError } from "../key/ask.js";
import { sign } from "../key/vault.js";
import { canonical, toBase64 } from "../key/wire.js";
import { now } from "../format.js";

const PATH = "/api/dashboard/nodes/from-explorer";

/** Signs a pairing in a node's place. */
export async function signFor(node, { account, key, market }) {
  if (!key) throw new Error("This needs your signature, and your key is not in this browser. Import it, then sign in again.");
  const word = {
    node_id: node.node_id, node_account: node.account, farmer_account: account, timestamp: Math.floor(now()),
    audience: market.audience, marketplace: market.name, path: PATH,
  };
  if (node.mycelium_ip) word.mycelium_ip = node.mycelium_ip;
  if (node.hostname) word.hostname = node.hostname;
  const { signature } = await sign(key, canonical(word));
  return post(PATH, { ...word, signature: toBase64(signature) });
}

export function adopt(root, visitor, changed) {
  const trouble = el("div", { class: "trouble" });
  const said = el("p", { class: "said", role: "status" });
  const address = el("input", { type: "text", id: "adopt-ip", class: "mono", autocomplete: "off", autocapitalize: "none", spellcheck: "false", placeholder: "46a:52b7::1" });
  const take = el("button", { type: "submit" }, "Take it over");
  root.replaceChildren(el("form", { class: "stack", novalidate: true, onsubmit: event => {
    event.preventDefault();
    said.textContent = "";
    attempt(take, trouble, async () => {
      const ip = address.value.trim();
      if (!ip) throw new FieldError(address, "The address that the node says is its own.");
      const { node_id: id } = await post(PATH, { mycelium_ip: ip });
      const { node } = await get(`/api/v1/nodes/${encodeURIComponent(id)}`);
      await signFor(node, visitor);
      return id;
    }, id => {
      said.textContent = `${id} is yours, and waits to be offered.`;
      address.value = "";
      changed();
    });
  } },
  el("p", { class: "meta" }, "The ledger must have it in a farm of yours, and it must send heartbeats. Your key signs for it in its place."),
  field("Its address in the overlay (mycelium)", address), trouble, said, el("div", { class: "row" }, take)));
}

/** What brings a node here in the usual way. */
export const howToPair = (account, farm) => el("div", { class: "panel" },
  el("p", {}, "No node of yours waits. On the machine, with the name of your farm on the ledger:"),
  command(`./pulse node join --farm ${farm ?? "FARM"} --farmer ${account}`),
  el("p", { class: "meta" }, "It makes the node's key, registers it on the ledger, pairs it with you and sends heartbeats. It appears here by itself. A farm comes from ", el("code", {}, "./pulse farmer farm"), "."));
