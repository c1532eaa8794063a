/**
 * NEAR JSON-RPC over HTTP: endpoints with fail-over, and what can go wrong as types. Nothing here knows what a contract
 * means.
 */
package dev.pulse.ledger.rpc;
