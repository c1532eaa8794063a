// Bytes that are signed: Borsh, base58, and what a challenge, a transaction and a farmer's word are made of. No keys here.

const utf8 = new TextEncoder();
const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** 2^31 + 413 (NEP-461 for NEP-413): keeps a message from ever being a transaction. */
const MESSAGE_TAG = 2147484061;
/** NEAR's `FunctionCall` in its `Action` enum, and ed25519 in its enums of keys and signatures. */
const FUNCTION_CALL = 2;
const ED25519 = 0;
/** Gas that a call may burn: NEAR's most for one transaction; what is not used is not charged. */
export const GAS = 300_000_000_000_000n;

export const fromHex = text => Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16));
export const toHex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
export const fromBase64 = text => Uint8Array.from(atob(text), character => character.charCodeAt(0));
export const toBase64 = bytes => btoa(String.fromCharCode(...bytes));
export const isAccount = text => /^[0-9a-f]{64}$/.test(text);

export function base58(bytes) {
  let value = BigInt(`0x${toHex(bytes) || "0"}`);
  let text = "";
  for (; value > 0n; value /= 58n) text = BASE58[Number(value % 58n)] + text;
  const zeros = bytes.findIndex(byte => byte !== 0);
  return "1".repeat(zeros < 0 ? bytes.length : zeros) + text;
}

/** The way ledgers of the NEAR family write a public key. */
export const publicKeyText = account => `ed25519:${base58(fromHex(account))}`;

export const concat = (...parts) => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** An unsigned number of so many bytes, the lowest first. */
function number(value, bytes) {
  let left = BigInt(value);
  if (left < 0n || left >> BigInt(8 * bytes)) throw new RangeError(`${value} does not fit into ${bytes} bytes`);
  return Uint8Array.from({ length: bytes }, () => {
    const byte = Number(left & 255n);
    left >>= 8n;
    return byte;
  });
}

const counted = bytes => concat(number(bytes.length, 4), bytes);
const text = value => counted(utf8.encode(value));
const key = account => concat(number(ED25519, 1), fromHex(account));

/** What is hashed and signed for a challenge (NEP-413), without a callback. */
export function messageBytes({ message, nonce, recipient }) {
  const once = fromBase64(nonce);
  if (once.length !== 32) throw new RangeError(`a nonce has 32 bytes, not ${once.length}`);
  return concat(number(MESSAGE_TAG, 4), text(message), once, text(recipient), number(0, 1));
}

/**
 * What is hashed and signed for one call of a contract (NEAR's `TransactionV0`), nothing handed over with it.
 *
 * @param account who calls: signer and key in one
 * @param nonce a BigInt, greater than the last of that key
 * @param blockHash 32 bytes of a block that is not too old
 */
export function callBytes({ account, nonce, contract, blockHash, method, args, gas = GAS }) {
  if (blockHash.length !== 32) throw new RangeError(`a block hash has 32 bytes, not ${blockHash.length}`);
  return concat(
    text(account), key(account), number(nonce, 8), text(contract), blockHash, number(1, 4),
    number(FUNCTION_CALL, 1), text(method), text(JSON.stringify(args)), number(gas, 8), number(0, 16));
}

/** A transaction with its signature, as it goes to the ledger. */
export const signedTransaction = (transaction, signature) => concat(transaction, number(ED25519, 1), signature);

/** The canonical payload of a flat document: keys in order, no white space. Keys are ASCII, numbers are integers. */
export function canonical(document) {
  return utf8.encode(JSON.stringify(Object.fromEntries(Object.keys(document).sort().map(name => [name, document[name]]))));
}
