package dev.pulse.lifecycle.store;

import dev.pulse.domain.verdict.Rejection;

/**
 * The newest dead letter under a node's name.
 *
 * @param reason which rule refused it
 * @param detail one sentence for a person
 * @param at when it was received, unix milliseconds
 * @param count how many there have been so far
 */
public record LastRejection(Rejection reason, String detail, long at, long count) {}
