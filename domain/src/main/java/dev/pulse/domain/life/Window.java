package dev.pulse.domain.life;

/**
 * A maintenance window.
 *
 * @param from its first unix millisecond
 * @param until the first unix millisecond after it
 */
public record Window(long from, long until) {
    /** Whether it is open. */
    public boolean contains(long at) {
        return from <= at && at < until;
    }
}
