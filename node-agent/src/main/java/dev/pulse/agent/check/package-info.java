/** Checks heartbeats of agents in any language against the rules. */
package dev.pulse.agent.check;
