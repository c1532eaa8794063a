package dev.pulse.marketplace.hook;

import dev.pulse.schemas.RegionVerdict;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/** Which regions were disturbed when one last looked, and so what there is to tell. Guarded by its sender. */
final class RegionWatch {
    /** What one hears of a region. */
    interface Listener {
        /**
         * It is disturbed, or calm again.
         *
         * @param since since when it is, or was, disturbed, unix seconds
         */
        void changed(HookEvent event, String region, long since);
    }

    /** Since when each is disturbed, unix seconds; 0 for calm. */
    private final Map<String, Long> disturbed = new HashMap<>();

    /**
     * Looks. A region that is seen for the first time is told of only if it became disturbed within the last ten minutes.
     *
     * @param now unix milliseconds
     */
    void look(SortedMap<String, RegionVerdict> verdicts, long now, Listener listener) {
        verdicts.forEach((region, verdict) -> {
            boolean is = verdict.getDisturbed() && verdict.getDisturbedSince() != null;
            long since = is ? verdict.getDisturbedSince().getEpochSecond() : 0;
            Long before = disturbed.put(region, since);
            boolean recent = since * 1_000 >= now - DownRule.RECENT.toMillis();
            if (is && (before == null ? recent : before == 0)) {
                listener.changed(HookEvent.REGION_DISTURBED, region, since);
            } else if (!is && before != null && before != 0) {
                listener.changed(HookEvent.REGION_CALM, region, before);
            }
        });
    }
}
