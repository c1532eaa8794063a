/** Many simulated nodes in one process, with real keys, real signatures and real HTTP. */
package dev.pulse.agent.fleet;
