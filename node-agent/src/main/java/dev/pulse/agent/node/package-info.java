/** The real agent: reads the machine that it runs on and heartbeats for it. */
package dev.pulse.agent.node;
