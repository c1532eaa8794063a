// Prints messages as near-api-js signs them (NEP-413): what our hash of them has to be.
//   npm ci && node messages.mjs > ../resources/messages.json
import { createHash } from 'node:crypto';
import { KeyPair, KeyPairSigner, baseEncode, keyToImplicitAddress } from 'near-api-js';

const hash = (text) => createHash('sha256').update(text).digest();
const pair = KeyPair.fromString(`ed25519:${baseEncode(hash('message signer'))}`);
const me = keyToImplicitAddress(pair.getPublicKey().toString());
const hex = (bytes) => Buffer.from(bytes).toString('hex');

const cases = [
  ['plain', { message: 'Sign in', recipient: 'http://127.0.0.1:8080' }],
  ['with a callback', { message: 'Sign in', recipient: 'http://127.0.0.1:8080', callbackUrl: 'http://127.0.0.1:8080/back' }],
  ['empty message', { message: '', recipient: 'market.dev.hero' }],
  ['beyond ASCII', { message: 'Grün 🌱\n', recipient: 'märkt' }],
];

const all = [];
for (const [name, payload] of cases) {
  const nonce = hash(name);
  const { signature } = await new KeyPairSigner(pair).signNep413Message(me, { ...payload, nonce });
  all.push({ name, ...payload, nonce: hex(nonce), signature: hex(signature) });
}
console.log(JSON.stringify({ account: me, cases: all }, null, 1));
