/** What farmers and renters do at a marketplace, from the command line. */
package dev.pulse.agent.market;
