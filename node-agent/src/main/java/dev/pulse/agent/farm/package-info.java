/** The commands that a farmer, and a node, tell the ledger with. */
package dev.pulse.agent.farm;
