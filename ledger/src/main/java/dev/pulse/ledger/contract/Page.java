package dev.pulse.ledger.contract;

import java.util.List;

/**
 * Part of a list.
 *
 * @param items at most 100
 * @param next what to ask for after it, or null at the end
 */
public record Page<T>(List<T> items, String next) {
    /** Keeps a copy of the items. */
    public Page {
        items = List.copyOf(items);
    }
}
