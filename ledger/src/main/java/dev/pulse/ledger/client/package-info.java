/** The ledger as the rest of Pulse uses it: questions to contracts, and transactions that are carried out once. */
package dev.pulse.ledger.client;
