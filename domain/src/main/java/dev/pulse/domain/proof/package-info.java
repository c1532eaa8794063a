/** The proof chain: what was signed of a node and what the ledger says of it, and whether that is about one and the same. */
package dev.pulse.domain.proof;
