/** A node's ed25519 key and the file that keeps it. */
package dev.pulse.agent.key;
