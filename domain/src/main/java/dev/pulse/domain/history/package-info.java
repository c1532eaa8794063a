/** What became of a node in the past: its transitions, and from them uptime by hour and day with its denominator. */
package dev.pulse.domain.history;
