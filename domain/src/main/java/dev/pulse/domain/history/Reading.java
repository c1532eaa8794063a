package dev.pulse.domain.history;

/**
 * What a node's counters stood at.
 *
 * @param at when, unix milliseconds
 * @param onlineMs observed milliseconds ONLINE since the node was first seen
 * @param observedMs observed milliseconds since then
 */
public record Reading(long at, long onlineMs, long observedMs) {}
