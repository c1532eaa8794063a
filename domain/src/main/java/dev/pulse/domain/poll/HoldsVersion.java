package dev.pulse.domain.poll;

import dev.pulse.domain.life.Hold;
import dev.pulse.domain.verdict.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a node's reservations are known by: the same for the same reservations at every marketplace and after a restart, so
 * that nobody has to remember one.
 */
public final class HoldsVersion {
    private static final int BYTES = 8;

    private HoldsVersion() {}

    /** The version of these, in whatever order; promises do not count. 16 hex digits. */
    public static String of(List<Hold> holds) {
        String all = holds.stream()
                .filter(Hold::confirmed)
                .sorted(Comparator.comparing(Hold::reservationId))
                .map(hold -> hold.reservationId() + " " + hold.renter().hex() + " " + hold.slices() + " " + hold.from()
                        + " " + hold.until())
                .collect(Collectors.joining("\n"));
        return HexFormat.of().formatHex(Sha256.hash(all.getBytes(StandardCharsets.UTF_8)), 0, BYTES);
    }
}
