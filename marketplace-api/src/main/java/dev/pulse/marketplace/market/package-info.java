/** What farmers and renters do: commands to the lifecycle stream, checked against the ledger (design section 9). */
package dev.pulse.marketplace.market;
