/** Transitions of the last 90 days of each node that is served, and what follows from them: uptime by hour and day. */
package dev.pulse.marketplace.history;
