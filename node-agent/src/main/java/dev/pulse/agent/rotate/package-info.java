/** Changing a node's key: on the ledger, at a marketplace, and in its folder (decision 0019). */
package dev.pulse.agent.rotate;
