/** What farmers earn, as the ledger has it. */
package dev.pulse.marketplace.earn;
