// Keys of people, kept in this browser: their private halves are CryptoKeys that no script can read, in IndexedDB.
// What is written here stays here; the marketplace gets signatures alone.

import { base58, fromHex, isAccount, publicKeyText, toHex } from "./wire.js";

const DATABASE = "pulse-keys";
const STORE = "keys";
const FORMAT = "pulse-account-key-1";
/** No key file of ours is longer. */
const MAX_FILE = 4096;
const ALGORITHM = { name: "Ed25519" };
/** DER of a PrivateKeyInfo for Ed25519 (RFC 8410) up to the 32 bytes of the seed. */
const PKCS8 = fromHex("302e020100300506032b657004220420");

/** Something that a person should read. */
export class VaultError extends Error {}

/** Why keys can't be kept here, as a sentence; null where they can. */
export async function obstacle() {
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle) {
    return "A browser signs only on pages that come over https, or from this machine (127.0.0.1, localhost). Open this page that way, or use the command line.";
  }
  try {
    await crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
  } catch {
    return "This browser has no Ed25519 in its WebCrypto. Chrome and Edge from 137, Firefox from 129 and Safari from 17 do; or use the command line.";
  }
  try {
    (await open()).close();
  } catch {
    return "This browser keeps nothing for this page (IndexedDB is off, as it is in some private windows).";
  }
  return null;
}

const settled = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function open() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "account" });
  return settled(request);
}

async function within(mode, work) {
  const database = await open();
  try {
    const transaction = database.transaction(STORE, mode);
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await settled(work(transaction.objectStore(STORE)));
    await done;
    return result;
  } finally {
    database.close();
  }
}

/** All keys: `{account, privateKey, addedAt}`, the newest first. */
export async function keys() {
  const all = await within("readonly", store => store.getAll());
  return all.sort((a, b) => b.addedAt - a.addedAt);
}

export const find = account => within("readonly", store => store.get(account));

export const forget = account => within("readwrite", store => store.delete(account));

async function keep(account, privateKey) {
  const kept = { account, privateKey, addedAt: Date.now() };
  await within("readwrite", store => store.put(kept));
  // Without it a browser that runs short of space may throw the key away.
  await navigator.storage?.persist?.().catch(() => false);
  return kept;
}

const pkcs8 = seed => {
  const bytes = new Uint8Array(PKCS8.length + seed.length);
  bytes.set(PKCS8);
  bytes.set(seed, PKCS8.length);
  return bytes;
};

/** The account of a seed: its public key, which WebCrypto gives of a key that may be read out alone. */
async function accountOf(seed) {
  const readable = await crypto.subtle.importKey("pkcs8", pkcs8(seed), ALGORITHM, true, ["sign"]);
  const { x } = await crypto.subtle.exportKey("jwk", readable);
  const padded = x.replaceAll("-", "+").replaceAll("_", "/");
  return toHex(Uint8Array.from(atob(padded), character => character.charCodeAt(0)));
}

const unreadable = seed => crypto.subtle.importKey("pkcs8", pkcs8(seed), ALGORITHM, false, ["sign"]);

/** The key file of `pulse farmer init`, as a text. */
const fileOf = (account, seed) => `${JSON.stringify({ format: FORMAT, account, public_key: publicKeyText(account), seed: toHex(seed) }, null, 2)}\n`;

/**
 * Makes a key. It is not kept before `keep` is called, so that whoever turns back leaves nothing behind.
 *
 * @returns `{account, file, keep}`: the file is its only copy that can be carried away, now or never
 */
export async function create() {
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const account = await accountOf(seed);
  const privateKey = await unreadable(seed);
  const file = fileOf(account, seed);
  seed.fill(0);
  return { account, file, keep: () => keep(account, privateKey) };
}

/** Takes a key file in. */
export async function importFile(file) {
  if (file.size > MAX_FILE) throw new VaultError("This is no key file: it is too long for one.");
  let document;
  try {
    document = JSON.parse(await file.text());
  } catch {
    throw new VaultError("This is no key file: it is not JSON.");
  }
  if (document?.format === "pulse-node-key-1") throw new VaultError("This is a node's key, which stays on its node. The key of a person is account-key.json.");
  if (document?.format !== FORMAT) throw new VaultError(`This is no key file: its format is not ${FORMAT}.`);
  if (!isAccount(document.account ?? "") || !isAccount(document.seed ?? "")) throw new VaultError("The key file is damaged: its account and its seed must be 64 hex digits each.");
  const seed = fromHex(document.seed);
  if (await accountOf(seed) !== document.account) throw new VaultError("The key file is damaged: its account is not that of its seed.");
  const kept = await keep(document.account, await unreadable(seed));
  seed.fill(0);
  return kept;
}

/** The signature over the SHA-256 of these bytes, 64 bytes. */
export async function sign(key, bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return { digest: new Uint8Array(digest), signature: new Uint8Array(await crypto.subtle.sign(ALGORITHM, key.privateKey, digest)) };
}

/** The name of what was signed, where it is a transaction. */
export const nameOf = digest => base58(digest);
