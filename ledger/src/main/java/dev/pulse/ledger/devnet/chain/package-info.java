/**
 * The development ledger's chain: blocks on disk, and the state that they add up to. One node, which makes every block
 * itself; what it has in common with NEAR is the wire, not the consensus.
 */
package dev.pulse.ledger.devnet.chain;
