package dev.pulse.streams.peer;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Notices within a fraction of a second that another instance has been killed. Only what is certain counts: a peer that
 * has told its name, and whose host then says that nothing listens any more. A peer that is silent is left to the time-out
 * of its session. Each instance watches the two that follow it, so that the work does not grow with their number.
 */
final class PeerWatch {
    /** How many each one watches: two, so that the death of a watcher and its neighbour together is noticed too. */
    static final int WATCHED = 2;

    private static final Comparator<HostInfo> RING =
            Comparator.comparing(HostInfo::host).thenComparingInt(HostInfo::port);

    private final HostInfo self;
    private final Look look;
    private final Map<HostInfo, String> known = new HashMap<>();

    /** Looks at a peer. */
    interface Look {
        PeerProbe.Finding at(HostInfo peer) throws InterruptedException;
    }

    PeerWatch(HostInfo self, Look look) {
        this.self = self;
        this.look = look;
    }

    /**
     * Looks at each watched peer once.
     *
     * @param instances all of the application, this one among them
     * @return names of those that have ended since they were last seen
     */
    List<String> ended(Collection<HostInfo> instances) throws InterruptedException {
        List<HostInfo> watched = watched(instances);
        known.keySet().retainAll(watched);
        Stream.Builder<String> ended = Stream.builder();
        for (HostInfo peer : watched) {
            switch (look.at(peer)) {
                case PeerProbe.Finding.Alive alive -> known.put(peer, alive.instance());
                case PeerProbe.Finding.Gone gone -> {
                    String name = known.remove(peer);
                    if (name != null) {
                        ended.add(name);
                    }
                }
                case PeerProbe.Finding.Unclear unclear -> {}
            }
        }
        return ended.build().toList();
    }

    /** Those that follow this one in the ring of all. */
    private List<HostInfo> watched(Collection<HostInfo> instances) {
        List<HostInfo> others = instances.stream()
                .filter(peer -> !peer.equals(self))
                .distinct()
                .sorted(RING)
                .toList();
        return Stream.concat(
                        others.stream().filter(peer -> RING.compare(peer, self) > 0),
                        others.stream().filter(peer -> RING.compare(peer, self) < 0))
                .limit(WATCHED)
                .toList();
    }
}
