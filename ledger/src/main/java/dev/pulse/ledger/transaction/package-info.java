/** NEAR transactions: what they say, their bytes, their hash and their signature. No network, no clock. */
package dev.pulse.ledger.transaction;
