package dev.pulse.marketplace.letter;

import java.time.Instant;
import java.util.List;

/**
 * What came of a search.
 *
 * @param letters newest first
 * @param bounds where to go on: for each partition that is searched, in their order, the offset below which nothing was
 *     looked at yet; null where nothing is left
 * @param complete false where the search was ended by its own limits before the page was full
 * @param read offsets that were looked at for this page
 * @param left offsets that nobody has looked at yet
 * @param asOf letters committed before this moment are among those that were, or can still be, found
 */
public record LetterPage(
        List<FoundLetter> letters, List<Long> bounds, boolean complete, long read, long left, Instant asOf) {
    public LetterPage {
        letters = List.copyOf(letters);
        bounds = bounds == null ? null : List.copyOf(bounds);
    }
}
