// Who is signed in, and how one does: a challenge, signed with a key of this browser (NEP-413).

import { ApiError, del, get, post } from "../api.js";
import { now } from "../format.js";
import { messageBytes, publicKeyText, toBase64 } from "./wire.js";
import { sign } from "./vault.js";

/** When the session of this browser ends, unix seconds: no script sees the cookie, and who has none need not be asked about. */
const UNTIL = "pulse.session-until";

function remember(until) {
  try {
    if (until === null) localStorage.removeItem(UNTIL);
    else localStorage.setItem(UNTIL, until);
  } catch {
    // Storage is refused: one signs in again on the next page.
  }
}

function mayBeOpen() {
  try {
    return Number(localStorage.getItem(UNTIL)) > now();
  } catch {
    return false;
  }
}

/** `{account_id, expires_at}`, or null where nobody is signed in. */
export async function session() {
  if (!mayBeOpen()) return null;
  try {
    return await get("/api/session");
  } catch (error) {
    if (error.status !== 401) throw error;
    remember(null);
    return null;
  }
}

/** What a marketplace may ask to be signed: nothing but a sign-in for this account at this origin. */
function check(challenge, account) {
  if (challenge.recipient !== location.origin || !challenge.message.startsWith(`Sign in to ${location.origin} as ${account}.`)) {
    throw new ApiError(0, "odd_challenge", `The marketplace asked for a signature that is no sign-in to ${location.origin}. Nothing was signed.`);
  }
}

/** Signs in with a key of this browser; sets the session's cookie, which no script reads. */
export async function signIn(key) {
  const challenge = await post("/api/session/challenge", { account_id: key.account });
  check(challenge, key.account);
  const { signature } = await sign(key, messageBytes(challenge));
  const opened = await post("/api/session", { account_id: key.account, public_key: publicKeyText(key.account), nonce: challenge.nonce, signature: toBase64(signature) });
  remember(opened.expires_at);
  return opened;
}

export async function signOut() {
  await del("/api/session");
  remember(null);
}

/** Whether an error means that one has to sign in again. */
export const isOver = error => error.status === 401 && (error.code === "not_signed_in" || error.code === "key_gone");
