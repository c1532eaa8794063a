/** What the operator notes on the ledger about nodes, so that all can be rebuilt from there (decision 0018). */
package dev.pulse.marketplace.note;
