/** What the ledger says of a node's proof chain: which questions are asked, and how their answers are read. */
package dev.pulse.ledger.proof;
