/**
 * The system contracts, as the development ledger runs them: who owns which farm and node, what is offered and rented, and
 * what is paid.
 */
package dev.pulse.ledger.devnet.contract;
