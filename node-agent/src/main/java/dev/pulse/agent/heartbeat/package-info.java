/** Composing and signing heartbeats. */
package dev.pulse.agent.heartbeat;
