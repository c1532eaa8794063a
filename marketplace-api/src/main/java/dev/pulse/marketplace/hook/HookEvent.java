package dev.pulse.marketplace.hook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody can be told of. */
public enum HookEvent {
    /** A node is offline, and has been for the time that its subscriber grants it; and again as a reminder. */
    NODE_DOWN,
    /** One of which that was said is online. */
    NODE_BACK,
    /** The region guard holds a region's nodes back from going offline. */
    REGION_DISTURBED,
    /** It does no longer. */
    REGION_CALM,
    /** Nothing: somebody tries it out. */
    TEST;

    /** As it is spelled: {@code node.down}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** One that can be subscribed to, by its spelling. */
    public static Optional<HookEvent> of(String wire) {
        return Arrays.stream(values())
                .filter(event -> event != TEST && event.wire().equals(wire))
                .findFirst();
    }
}
