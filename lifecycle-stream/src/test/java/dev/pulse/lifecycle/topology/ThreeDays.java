package dev.pulse.lifecycle.topology;

import dev.pulse.domain.liveness.LivenessPolicy;
import dev.pulse.domain.region.RegionPolicy;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.lifecycle.store.LastRejection;
import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.RegionVerdict;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Three days of a fleet in virtual time, told by a seed. It knows what really happened to each node, and holds the
 * transitions against that: an OFFLINE is false when its node got a heartbeat through within the last grace.
 *
 * <p>The interval is 15 minutes, a tick comes every 30 seconds and states are refreshed every hour: with 60 seconds and a tick a second it would be 4.3 million heartbeats and as many counts and verdicts, too many
 * for a test driver in a build. BlackoutTest of the domain goes at the real pace.
 */
final class ThreeDays {
    private static final int NODES = 1_000;
    private static final long INTERVAL = 900_000;
    private static final long GRACE = 3 * INTERVAL;
    private static final long STEP = 30_000;
    private static final long HOUR = 3_600_000;
    private static final int HOURS = 72;

    /** Silence of the whole pipeline: no ticks, and no heartbeat gets through. */
    private static final long OUTAGE_FROM = 9 * HOUR;

    private static final long OUTAGE_TO = OUTAGE_FROM + 2 * HOUR;

    /** 80 % of the region us. */
    private static final long BLACKOUT_FROM = 38 * HOUR;

    private static final long BLACKOUT_TO = BLACKOUT_FROM + 100 * 60_000;

    /** The heartbeats of the first night of forty nodes are sent again in the second. */
    private static final long NIGHT = 4 * HOUR;

    private static final long RECORDED_FROM = 20 * HOUR;
    private static final long REPLAYED_FROM = 44 * HOUR;

    private static final long STOLEN_FROM = 60 * HOUR;

    private static final class Node {
        final String id;
        final String region;
        long next;
        long diesAt = Long.MAX_VALUE;
        long backAt = Long.MAX_VALUE;
        boolean flapping;
        boolean inBlackout;
        boolean watched;
        long heard = Long.MIN_VALUE;
        VerifiedHeartbeat last;
        LivenessState state;

        Node(int number, Random random) {
            id = String.format(Locale.ROOT, "node-%04d", number);
            region = number < 400 ? "eu" : number < 750 ? "us" : "ap";
            next = (long) (random.nextDouble() * INTERVAL);
            inBlackout = region.equals("us") && number % 5 != 0;
        }

        boolean silent(long now) {
            return now >= diesAt && now < backAt
                    || flapping && now >= 4 * HOUR && now % (6 * HOUR) < HOUR
                    || inBlackout && now >= BLACKOUT_FROM && now < BLACKOUT_TO;
        }
    }

    private final Random random = new Random(20261123);
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Node> byId = new HashMap<>();
    private final List<VerifiedHeartbeat> night = new ArrayList<>();
    private final Map<String, RegionVerdict> verdicts = new TreeMap<>();
    private final Map<EventCause, Integer> hourly = new EnumMap<>(EventCause.class);
    private final Map<EventCause, Integer> total = new EnumMap<>(EventCause.class);
    private final StringBuilder report = new StringBuilder();
    private Pipeline pipe;
    private long sent;
    private long falseOfflines;
    private long falseUnknowns;
    private long missed;
    private long slowest;
    private long replayLetters;
    private long states;
    private int disturbedHours;
    private int replayed;

    ThreeDays(Path dir) {
        LivenessPolicy liveness = new LivenessPolicy(
                INTERVAL, GRACE, LivenessPolicy.DEFAULT_HOLD_MS, LivenessPolicy.DEFAULT_DRAIN_MS, HOUR);
        pipe = new Pipeline(new LifecycleSettings(liveness, RegionPolicy.of(GRACE), STEP), dir, new SurvivingStores());
        for (int i = 0; i < NODES; i++) {
            Node node = new Node(i, random);
            nodes.add(node);
            byId.put(node.id, node);
        }
        // Nodes that die for good, for some hours, and again and again; some of the dead are among the replayed.
        for (int i = 0; i < 30; i++) {
            Node node = nodes.get(i * 33);
            node.diesAt = (long) ((12 + random.nextDouble() * 24) * HOUR);
            if (i % 3 == 0) {
                node.backAt = node.diesAt + (long) ((2 + random.nextDouble() * 6) * HOUR);
            }
        }
        for (int i = 0; i < 5; i++) {
            nodes.get(7 + i * 20).flapping = true;
        }
        for (int i = 0; i < 40; i++) {
            nodes.get(i * 11).watched = true;
        }
    }

    /** Lives through it all and tells. */
    String tell() {
        report.append("""
                Three days of 1,000 nodes: interval 15 min, grace 45 min, a tick every 30 s.
                From hour 4 on     five nodes are silent for one hour of every six
                Hour 9:00-11:00    the pipeline is down, and is started again from its stores
                Hours 12-36        thirty nodes die; ten of them come back
                Hour 38:00-39:40   80 % of the region us is silent
                Hours 44-48        what forty nodes sent in hours 20-24 is sent again
                Hour 60-61         another account sends under the name of node-0042

                """)
                .append("hour online unknown offline | first   back expired disturbed released |")
                .append(" advances duplicates replays\n");
        for (long now = 0; now < HOURS * HOUR; now += STEP) {
            step(now);
            if ((now + STEP) % HOUR == 0) {
                line((int) ((now + STEP) / HOUR));
            }
        }
        close();
        return report.toString();
    }

    private void step(long now) {
        boolean out = now >= OUTAGE_FROM && now < OUTAGE_TO;
        if (now == OUTAGE_TO) {
            pipe = pipe.restarted();
        }
        for (Node node : nodes) {
            if (node.next < now + STEP) {
                if (!out && !node.silent(node.next)) {
                    beat(node, now);
                }
                node.next += INTERVAL * (95 + random.nextInt(11)) / 100;
            }
        }
        if (!out) {
            attack(now);
            pipe.tick();
            read(now);
        }
        pipe.outage(Duration.ofMillis(STEP));
    }

    private void beat(Node node, long now) {
        node.last = pipe.beat(node.id, node.region);
        node.heard = now;
        sent++;
        if (node.watched && now >= RECORDED_FROM && now < RECORDED_FROM + NIGHT) {
            night.add(node.last);
        }
        if (random.nextInt(100) == 0) {
            pipe.send(node.last);
            sent++;
        }
    }

    private void attack(long now) {
        if (now >= REPLAYED_FROM && now < REPLAYED_FROM + NIGHT) {
            // Evenly over the night, in the order in which they were recorded.
            long until = (now - REPLAYED_FROM + STEP) * night.size() / NIGHT;
            for (; replayed < until; replayed++) {
                pipe.send(night.get(replayed));
                sent++;
            }
        }
        if (now >= STOLEN_FROM && now < STOLEN_FROM + HOUR && now % 300_000 == 0) {
            pipe.dead(Rejection.IDENTITY, "node-0042", "The node id is bound to another account.");
        }
    }

    private void read(long now) {
        for (NodeEvent event : pipe.values(Topics.EVENTS)) {
            Node node = byId.get(event.getNodeId());
            node.state = event.getLiveness();
            hourly.merge(event.getCause(), 1, Integer::sum);
            total.merge(event.getCause(), 1, Integer::sum);
            boolean alive = now - node.heard <= GRACE;
            if (event.getLiveness() == LivenessState.OFFLINE && alive) {
                falseOfflines++;
            }
            if (event.getLiveness() == LivenessState.UNKNOWN && alive) {
                falseUnknowns++;
            }
            if (event.getCause() == EventCause.GRACE_EXPIRED) {
                slowest = Math.max(slowest, now - node.heard - GRACE);
            }
        }
        pipe.values(Topics.VERDICTS).forEach(v -> verdicts.put(v.getRegion(), v));
        replayLetters += pipe.values(Topics.dead(Rejection.REPLAY)).size();
        states += pipe.forget(Topics.STATE);
        pipe.forget(Topics.CENSUS);
        // The outage counts for nobody: a deadline moves by it and one interval.
        long blind = now >= OUTAGE_TO && now < OUTAGE_TO + 2 * HOUR ? OUTAGE_TO - OUTAGE_FROM + INTERVAL : 0;
        for (Node node : nodes) {
            if (node.state == LivenessState.ONLINE && now - node.heard > GRACE + blind + 2 * STEP) {
                missed++;
            }
        }
    }

    private void line(int hour) {
        long online = 0;
        long unknown = 0;
        long offline = 0;
        long advances = 0;
        long duplicates = 0;
        long replays = 0;
        StringBuilder disturbed = new StringBuilder();
        for (RegionVerdict v : verdicts.values()) {
            online += v.getOnline();
            unknown += v.getUnknown();
            offline += v.getOffline();
            advances += v.getAdvances();
            duplicates += v.getDuplicates();
            replays += v.getReplays();
            if (v.getDisturbed()) {
                disturbed.append(' ').append(v.getRegion()).append(" is disturbed");
                disturbedHours++;
            }
        }
        report.append(String.format(
                        Locale.ROOT,
                        "%4d %6d %7d %7d | %5d %6d %7d %9d %8d | %8d %10d %7d%s",
                        hour,
                        online,
                        unknown,
                        offline,
                        hourly.getOrDefault(EventCause.FIRST_HEARTBEAT, 0),
                        hourly.getOrDefault(EventCause.HEARTBEAT, 0),
                        hourly.getOrDefault(EventCause.GRACE_EXPIRED, 0),
                        hourly.getOrDefault(EventCause.REGION_DISTURBED, 0),
                        hourly.getOrDefault(EventCause.GUARD_RELEASED, 0),
                        advances,
                        duplicates,
                        replays,
                        disturbed))
                .append('\n');
        hourly.clear();
        if (hour == HOURS) {
            report.append("\nheartbeats verified                 ").append(sent);
            report.append("\naccounted                           ").append(advances + duplicates + replays);
            report.append("\nreplay dead letters                 ").append(replayLetters);
        }
    }

    private void close() {
        LastRejection stolen = pipe.driver
                .<String, LastRejection>getKeyValueStore(Names.REJECTIONS)
                .get("node-0042");
        report.append("\nlast rejection of node-0042         ")
                .append(stolen.reason().wire())
                .append(", ")
                .append(stolen.count())
                .append(" in all; the node is ")
                .append(byId.get("node-0042").state);
        report.append("\nstates written                      ").append(states);
        report.append("\nregions disturbed at a full hour    ").append(disturbedHours);
        report.append("\ntransitions                         ").append(total);
        report.append("\nlongest from deadline to OFFLINE, s ").append(slowest / 1_000);
        report.append("\nfalse OFFLINE                       ").append(falseOfflines);
        report.append("\nfalse UNKNOWN                       ").append(falseUnknowns);
        report.append("\nsilent nodes still ONLINE, in steps ").append(missed).append('\n');
        pipe.close();
    }
}
