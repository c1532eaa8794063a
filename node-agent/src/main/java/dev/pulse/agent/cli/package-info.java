/** The agent's commands: {@code node}, {@code fleet}, {@code verify-heartbeat}, {@code conformance}. */
package dev.pulse.agent.cli;
