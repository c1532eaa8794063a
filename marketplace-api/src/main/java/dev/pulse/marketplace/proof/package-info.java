/** The proof chain of a node: what was signed, what the ledger says, and whether it fits together. */
package dev.pulse.marketplace.proof;
