// A farmer with near-api-js, unchanged: looks, signs and sends against the ledger whose endpoint is the argument.
import assert from 'node:assert/strict';
import { Account, FailoverRpcProvider, JsonRpcProvider, KeyPair, KeyPairSigner, keyToImplicitAddress } from 'near-api-js';

const url = process.argv[2];
const provider = new JsonRpcProvider({ url }, { retries: 1 });
const hosting = 'hosting.dev.hero';
const spore = 'spore.dev.hero';

const person = async () => {
  const key = KeyPair.fromRandom('ed25519');
  const id = keyToImplicitAddress(key.getPublicKey().toString());
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'devnet_faucet', params: { account_id: id } });
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  assert.equal((await answer.json()).result.account_id, id);
  return { id, key, account: new Account(id, provider, new KeyPairSigner(key)) };
};
const refused = async (what, words) => {
  await assert.rejects(what, (error) => {
    assert.match(`${error.message} ${JSON.stringify(error)}`, words);
    return true;
  });
};

assert.equal(await provider.getNetworkId(), 'devnet');
assert.ok((await provider.viewNodeStatus()).sync_info.latest_block_height >= 0);
assert.equal(typeof (await provider.viewGasPrice()).gas_price, 'string');

const farmer = await person();
const node = await person();
const state = await provider.viewAccount({ accountId: farmer.id });
assert.equal(BigInt(state.amount), 10n ** 24n);

// Calls, and views of what they did.
const farm = await farmer.account.callFunction({ contractId: hosting, methodName: 'farm_create', args: { farm_id: 'js', name: 'Grün 🌱' } });
assert.equal(farm.owner, farmer.id);
await node.account.callFunction({ contractId: hosting, methodName: 'node_register', args: { node_id: 'js-1', farm_id: 'js' }, waitUntil: 'FINAL' });
const found = await provider.callFunction({ contractId: hosting, method: 'node_get_by_identity', args: { identity: node.id } });
assert.equal(found.node_id, 'js-1');
assert.equal(found.owner, farmer.id);

// What a contract refuses, and what there is not.
await refused(node.account.callFunction({ contractId: hosting, methodName: 'farm_create', args: { farm_id: 'js', name: 'mine' } }), /belongs to/);
await refused(provider.callFunction({ contractId: hosting, method: 'nothing', args: {} }), /MethodNotFound/);
await refused(provider.viewAccount({ accountId: 'f'.repeat(64) }), /does not exist|UnknownAccount|UNKNOWN_ACCOUNT/);

// Both tokens.
await farmer.account.transfer({ receiverId: node.id, amount: 5n });
assert.equal(BigInt((await provider.viewAccount({ accountId: node.id })).amount), 10n ** 24n + 5n);
const balance = async (id) => BigInt(await provider.callFunction({ contractId: spore, method: 'balance', args: { account_id: id } }));
const before = await balance(node.id);
await farmer.account.callFunction({ contractId: spore, methodName: 'transfer', args: { receiver_id: node.id, amount: '7' } });
assert.equal(await balance(node.id), before + 7n);

// Keys.
const second = KeyPair.fromRandom('ed25519');
const third = KeyPair.fromRandom('ed25519');
await farmer.account.addFullAccessKey(second.getPublicKey());
await farmer.account.addFunctionCallAccessKey({ publicKey: third.getPublicKey(), contractId: hosting, methodNames: ['farm_create'], allowance: 250n });
const keys = (await provider.viewAccessKeyList({ accountId: farmer.id })).keys;
assert.equal(keys.length, 3);
const again = new Account(farmer.id, provider, new KeyPairSigner(second));
await again.deleteKey(farmer.key.getPublicKey());
await refused(farmer.account.transfer({ receiverId: node.id, amount: 1n }), /key/i);
const limited = new Account(farmer.id, provider, new KeyPairSigner(third));
await limited.callFunction({ contractId: hosting, methodName: 'farm_create', args: { farm_id: 'js-2', name: 'two' } });
await refused(limited.transfer({ receiverId: node.id, amount: 1n }), /key|permission|access/i);

// A transaction that is looked up again, and a provider that fails over. (It does so for one request at a time.)
const sent = await again.signAndSendTransaction({ receiverId: node.id, actions: [], waitUntil: 'FINAL' });
const seen = await provider.viewTransactionStatus({ txHash: sent.transaction.hash, accountId: farmer.id, waitUntil: 'FINAL' });
assert.equal(seen.transaction.hash, sent.transaction.hash);
assert.equal(seen.final_execution_status, 'FINAL');
const dead = new JsonRpcProvider({ url: 'http://127.0.0.1:1' }, { retries: 1, wait: 1 });
const block = await new FailoverRpcProvider([dead, provider]).viewBlock({ finality: 'final' });
assert.ok(block.header.height > 0);
console.log('near-api-js: all as on NEAR');
