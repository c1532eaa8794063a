/** Checks a proof chain that a marketplace gave, without believing it. */
package dev.pulse.agent.proof;
