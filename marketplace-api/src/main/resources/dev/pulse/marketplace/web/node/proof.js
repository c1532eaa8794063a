// The proof chain of one node. Signatures are checked here, over the bytes that came; what links must agree in, the server says.

import { get } from "../api.js";
import { el } from "../dom.js";
import { count } from "../format.js";

const FARMERS = "/api/dashboard/nodes/from-explorer";
const NODES = "/api/nodes/pair";
const NAMES = { heartbeat: "Heartbeat", pairing: "Pairing", registration: "Registration", listing: "Offer", reservations: "Reservations" };
const MARKS = { ok: "✓", broken: "✗", explained: "≈", absent: "–", word: "·" };
const MEANINGS = { ok: "holds", broken: "broken", explained: "explained", absent: "not there", word: "not checked here" };

const bytes = base64 => Uint8Array.from(atob(base64), character => character.charCodeAt(0));
const key = account => Uint8Array.from(account.match(/../g), pair => parseInt(pair, 16));

async function signedBy(account, payload, signature) {
  const digest = await crypto.subtle.digest("SHA-256", payload);
  const imported = await crypto.subtle.importKey("raw", key(account), { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, imported, signature, digest);
}

/** Whose signature holds: the account that the document itself names, or null. Throws where this browser can't tell. */
async function signer(document, payload, signature) {
  const may = (account, path) => /^[0-9a-f]{64}$/.test(account ?? "") && (!document.path || document.path === path);
  if (may(document.node_account, NODES) && await signedBy(document.node_account, payload, signature)) return "the node's key";
  if (may(document.farmer_account, FARMERS) && await signedBy(document.farmer_account, payload, signature)) return "the farmer's key";
  return null;
}

/** One signed document: what this browser found, as a mark and a sentence. */
async function check(id, payload, signature) {
  if (!globalThis.crypto?.subtle) return { mark: "word", text: "Not checked here: a browser checks signatures over https or on the same machine alone." };
  let document;
  try {
    document = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
  } catch {
    return { mark: "broken", text: "What was signed can't be read." };
  }
  if (document.node_id !== id) return { mark: "broken", text: "It was signed for another node." };
  try {
    const who = await signer(document, payload, signature);
    return who
      ? { mark: "ok", text: `Signature checked by this browser: ${who}, ${who === "the node's key" ? document.node_account : document.farmer_account}.` }
      : { mark: "broken", text: "This browser finds that the signature does NOT hold." };
  } catch {
    return { mark: "word", text: "Not checked here: this browser does not know Ed25519." };
  }
}

async function checks(id, proof) {
  const found = {};
  if (proof.heartbeat) found.heartbeat = await check(id, bytes(proof.payload_base64), bytes(proof.signature));
  if (proof.pairing) found.pairing = await check(id, bytes(proof.pairing.payload_base64), bytes(proof.pairing.signature));
  if (proof.listing) {
    const { payload, signature } = JSON.parse(proof.listing.result).proof;
    found.listing = await check(id, new TextEncoder().encode(payload), bytes(signature));
    if (found.listing.mark === "ok") found.listing.text = found.listing.text.replace("Signature", "Signature of the pairing in it");
  }
  return found;
}

/** A sentence with its accounts cut short; the whole one is what the pointer shows, and in the answer. */
function sentence(text) {
  return el("p", {}, ...text.split(/([0-9a-f]{64})/).map((part, i) => i % 2
    ? el("span", { class: "mono", title: part }, `${part.slice(0, 8)}…${part.slice(-6)}`)
    : part));
}

function item(mark, name, ...texts) {
  return el("li", { class: mark },
    el("span", { class: "mark", "aria-hidden": "true" }, MARKS[mark]),
    el("div", {}, el("span", { class: "name" }, name), el("span", { class: "visually-hidden" }, ` (${MEANINGS[mark]})`), ...texts.filter(Boolean).map(sentence)));
}

function link(name, proof, found) {
  const there = proof[name];
  if (!there) {
    const missing = proof.missing.find(one => one.link === name);
    return item("absent", NAMES[name], missing?.detail ?? "Not there.");
  }
  const words = there.block_height === undefined ? null : `The ledger's word at block ${count(there.block_height)}; any node of it can be asked again.`;
  return item(found[name]?.mark ?? "word", NAMES[name], there.says, found[name]?.text, words);
}

function tie(one) {
  if (one.ok) return item("ok", one.name, one.says);
  return one.explained
    ? item("explained", one.name, one.explained)
    : item("broken", one.name, `It is not so that: ${one.says} ${one.left} and ${one.right} differ.`);
}

function show(id, proof, found) {
  const broken = proof.ties.filter(one => !one.ok && !one.explained);
  const forged = Object.keys(found).filter(name => found[name].mark === "broken");
  const whole = proof.consistent && forged.length === 0;
  const what = [...forged.map(name => `${NAMES[name]}: ${found[name].text}`), ...broken.map(one => `${one.name}.`)];
  const good = proof.ties.filter(one => one.ok);
  return [
    el("p", { class: whole ? "verdict" : "verdict broken" }, whole
      ? `All that is here fits together.${proof.complete ? "" : " Not everything could be looked up."}`
      : `The chain is broken. ${what.join(" ") || proof.pairing?.says}`),
    el("ul", { class: "chain" }, ...Object.keys(NAMES).map(name => link(name, proof, found))),
    el("ul", { class: "chain" }, ...proof.ties.filter(one => !one.ok).map(tie)),
    el("details", { class: "ties" }, el("summary", {}, `What the links agree in (${count(good.length)} of ${count(proof.ties.length)})`), el("ul", { class: "chain" }, ...good.map(tie))),
    el("p", { class: "meta" }, el("a", { href: `/api/v1/nodes/${id}/proof` }, "All of it"), ", with commands that need nothing of Pulse; or ", el("code", {}, `./pulse node check-proof --url ${location.origin}/api/v1/nodes/${id}/proof`)),
  ];
}

/** Asks for the proof chain of a node, checks it, and shows it in a box. */
export async function prove(id, box) {
  try {
    const proof = await get(`/api/v1/nodes/${encodeURIComponent(id)}/proof`);
    box.replaceChildren(...show(id, proof, await checks(id, proof)));
  } catch (error) {
    box.replaceChildren(el("p", {}, error.message), el("button", { type: "button", class: "quiet small", onclick: () => prove(id, box) }, "Ask again"));
  }
}
