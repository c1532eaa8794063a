/** Brings back from the ledger what the lifecycle stream knew of nodes' lives. */
package dev.pulse.marketplace.rebuild;
