/** The development ledger's JSON-RPC over HTTP. */
package dev.pulse.ledger.devnet.http;
