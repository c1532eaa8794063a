package dev.pulse.marketplace.live;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A place in {@code nodes.events}: for each partition, the first offset that has not been seen. It means the same to
 * every instance and after every restart. As text the offsets in base 36 with dots between, in the order of the
 * partitions.
 */
public final class EventCursor {
    /** Longest text that is read: 10,000 partitions of 13 digits would be 140,000. */
    private static final int MAX_TEXT = 8 * 1024;

    private static final Pattern FORM = Pattern.compile("[0-9a-z]{1,12}(\\.[0-9a-z]{1,12})*");
    private static final int RADIX = 36;

    private final long[] next;

    EventCursor(long[] next) {
        this.next = next.clone();
    }

    /** The cursor of a text, or empty when it is none. */
    public static Optional<EventCursor> parse(String text) {
        if (text.length() > MAX_TEXT || !FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(new EventCursor(Arrays.stream(text.split("\\."))
                .mapToLong(part -> Long.parseLong(part, RADIX))
                .toArray()));
    }

    int partitions() {
        return next.length;
    }

    /** Whether the record at this place lies before the cursor. */
    boolean hasSeen(int partition, long offset) {
        return offset < next[partition];
    }

    /** The cursor after the record at this place. */
    EventCursor after(int partition, long offset) {
        long[] later = next.clone();
        later[partition] = Math.max(later[partition], offset + 1);
        return new EventCursor(later);
    }

    /** Whether no partition of this one lies behind the other's. */
    boolean covers(EventCursor other) {
        for (int partition = 0; partition < next.length; partition++) {
            if (next[partition] < other.next[partition]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return Arrays.stream(next)
                .mapToObj(offset -> Long.toString(offset, RADIX))
                .collect(Collectors.joining("."));
    }
}
