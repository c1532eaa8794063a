// Prints transactions as near-api-js encodes and signs them: what our encoder has to give byte for byte.
//   npm ci && node vectors.mjs > ../resources/transactions.json
import { createHash } from 'node:crypto';
import { KeyPair, KeyPairSigner, actions, baseEncode, createTransaction, encodeTransaction, keyToImplicitAddress } from 'near-api-js';

const hash = (text) => createHash('sha256').update(text).digest();
const pair = (name) => KeyPair.fromString(`ed25519:${baseEncode(hash(name))}`);
const account = (key) => keyToImplicitAddress(key.getPublicKey().toString());
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const json = (value) => Buffer.from(JSON.stringify(value));

const signer = pair('vector signer');
const other = pair('vector other');
const me = account(signer);
const block = hash('vector block');
const hosting = 'hosting.dev.hero';

const cases = [
  ['transfer', 1n, account(other), [actions.transfer(1n)]],
  ['largest amount and nonce', (1n << 64n) - 1n, account(other), [actions.transfer((1n << 128n) - 1n)]],
  ['call', 7n, hosting, [actions.functionCall('farm_create', json({ farm_id: 'green', name: 'Grün 🌱' }), 300000000000000n, 0n)]],
  ['call without arguments', 8n, hosting, [actions.functionCall('m', new Uint8Array(), 1n, 1n)]],
  ['no actions', 9n, hosting, []],
  ['two actions', 10n, account(other), [actions.transfer(2n), actions.functionCall('m', json({}), 1n, 0n)]],
  ['create account', 11n, 'sub.dev.hero', [actions.createAccount()]],
  ['add a full key', 12n, me, [actions.addFullAccessKey(other.getPublicKey())]],
  ['add a key for calls', 13n, me, [actions.addFunctionCallAccessKey(other.getPublicKey(), hosting, ['a', 'bc'], 250n)]],
  ['add a key for all calls', 14n, me, [actions.addFunctionCallAccessKey(other.getPublicKey(), hosting, [])]],
  ['delete a key', 15n, me, [actions.deleteKey(other.getPublicKey())]],
  ['delete the account', 16n, me, [actions.deleteAccount('spore.dev.hero')]],
];

const all = [];
for (const [name, nonce, receiver, list] of cases) {
  const transaction = createTransaction(me, signer.getPublicKey(), receiver, nonce, list, block);
  const { signedTransaction } = await new KeyPairSigner(signer).signTransaction(transaction);
  all.push({ name, transaction: hex(encodeTransaction(transaction)), signed: hex(signedTransaction.encode()) });
}
console.log(JSON.stringify({ signer: me, other: account(other), block: hex(block), cases: all }, null, 1));
