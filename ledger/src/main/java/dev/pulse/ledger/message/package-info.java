/** Messages that are signed outside of transactions: NEP-413. */
package dev.pulse.ledger.message;
