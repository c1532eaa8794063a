/** The development ledger: one process that speaks NEAR's JSON-RPC and runs the system contracts. Not for production. */
package dev.pulse.ledger.devnet;
