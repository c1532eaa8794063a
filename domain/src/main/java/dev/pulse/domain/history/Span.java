package dev.pulse.domain.history;

/**
 * Uptime of an hour or a day, or of the part of one that a window has.
 *
 * @param from unix milliseconds
 * @param until unix milliseconds, more than {@code from}
 */
public record Span(long from, long until, Uptime uptime) {}
