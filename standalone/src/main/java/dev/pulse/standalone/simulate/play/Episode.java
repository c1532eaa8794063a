package dev.pulse.standalone.simulate.play;

import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.verdict.Freshness;
import dev.pulse.standalone.simulate.plant.Costs;
import dev.pulse.standalone.simulate.plant.Criterion;
import dev.pulse.standalone.simulate.plant.Outcome;
import dev.pulse.standalone.simulate.plant.Plant;
import dev.pulse.standalone.simulate.plant.Rules;
import dev.pulse.standalone.simulate.plant.Trouble;
import dev.pulse.standalone.simulate.play.Gate.Taken;
import dev.pulse.standalone.simulate.play.Keeper.Called;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * One trouble of one region, in virtual time, told by a seed. Some nodes are looked at one by one, on some of the partitions, and
 * each stands for many; the queues that their heartbeats wait in are those of all nodes and of all partitions.
 *
 * <pre>
 *   Crowd -> Gate -> brokers -> Stage: verifiers -> Stage: lifecycles -> Keeper -> RegionGuard -> Keeper -> what nodes are called
 * </pre>
 */
public final class Episode {
    /** How far time goes in a step, in milliseconds: as far as between two commits, the default of {@code commitInterval}. */
    static final long STEP_MS = 100;
    /** How often an ingest ticks (decision 0013). */
    static final long TICK_MS = 250;
    /** A tick that is not acknowledged within this is followed by {@link #SILENCE_MS} without (decision 0015). */
    static final long TICK_PATIENCE_MS = 2_000;
    /** See there. */
    static final long SILENCE_MS = 5_500;
    /** After which its partitions have another leader, where a broker dies: Kafka's {@code broker.session.timeout.ms}. */
    static final long FAILOVER_MS = 9_000;
    /** How long a record is on its way to whoever reads it, in milliseconds: what was measured to take 90 (docs/reference/scaling.md). */
    static final long WAY_MS = 100;
    /** So many steps of the brokers' work may wait before streams are held up by it: a second. */
    static final int WRITTEN_STEPS = 10;
    /** What waits for longer is behind, in milliseconds: ten times what it takes on an ordinary day. */
    static final long BEHIND_MS = 2_000;
    /** The share of the nodes that fall silent whatever happens: one in so many. */
    static final int SILENT_ONE_IN = 50;
    /** They do so within this, in milliseconds, or while the trouble lasts. */
    static final long SILENT_WITHIN_MS = 120_000;
    /** Nobody waits longer than this past a criterion, in milliseconds. */
    static final long BEYOND_MS = 30_000;

    private static final long EPOCH_MS = 1_790_000_000_000L;
    private static final double STEP_S = STEP_MS / 1_000.0;
    private static final int MINUTE_MS = 60_000;

    private final Plant plant;
    private final Trouble trouble;
    private final Rules rules;
    private final double weight;
    private final long begin;
    private final long end;
    private final Tally tally = new Tally();
    private final Gate gate;
    private final Crowd crowd;
    private final Stage<Entry> verifiers;
    private final Stage<Entry> lifecycles;
    private final Parts parts;
    private final int[] homes;
    private final Decisions decisions;
    private final boolean[] found;
    private final double[] held;
    private long ticksAgainAt;
    private long leaderlessUntil;
    private double streamsShare = 1;
    private double written;
    private double brokersWorked;
    private int brokersUp;
    private int silent;
    private long behindAt;

    /**
     * All as it is before the first heartbeat.
     *
     * @param sample how many nodes are looked at, 100 or more
     * @param seed what everything that is drawn is drawn from
     */
    public Episode(Plant plant, Trouble trouble, Rules rules, int sample, long seed) {
        this.plant = plant;
        this.trouble = trouble;
        this.rules = rules;
        SplittableRandom random = new SplittableRandom(seed);
        weight = plant.nodes() / sample;
        begin = plant.intervalMs() * 5 / 2 / STEP_MS * STEP_MS;
        end = begin + trouble.lastsMs();
        gate = new Gate(plant, sample, weight, random.split());
        crowd = new Crowd(sample, plant, gate, random.split(), tally);
        Costs costs = plant.costs();
        parts = Parts.of(plant, random.split());
        verifiers = new Stage<>(parts, plant.verifiers(), plant.cores(), costs.verify(), costs.pass());
        lifecycles = new Stage<>(parts, plant.lifecycles(), plant.cores(), costs.account(), costs.account());
        SplittableRandom names = random.split();
        homes = IntStream.range(0, sample).map(node -> parts.draw(names)).toArray();
        decisions = new Decisions(parts.size(), homes, rules);
        found = new boolean[sample];
        held = new double[parts.size()];
        brokersUp = plant.brokers();
        drawSilences(random.split());
    }

    /** Unix milliseconds at a virtual time. */
    static long wall(long now) {
        return EPOCH_MS + now;
    }

    /** Whose ticks are followed with this node's heartbeats: two ingests stand for all. */
    static String ingestOf(int node) {
        return node % 2 == 0 ? "a" : "b";
    }

    private void drawSilences(SplittableRandom random) {
        long within = Math.max(SILENT_WITHIN_MS, trouble.lastsMs());
        for (int node = 0; node < crowd.size(); node++) {
            double draw = random.nextDouble();
            boolean cut = trouble == Trouble.CUT_OFF_70 && draw < 0.7;
            // Whoever is called UNKNOWN is not called it once more.
            if (random.nextInt(SILENT_ONE_IN) == 0 && !cut) {
                crowd.silence(node, begin + random.nextLong(within));
            }
            switch (trouble) {
                case SILENT_ALL -> crowd.silence(node, begin);
                case SILENT_30 -> {
                    if (draw < 0.3) {
                        crowd.silence(node, begin);
                    }
                }
                case CUT_OFF_70 -> {
                    if (cut) {
                        crowd.cutOff(node, begin, end);
                    }
                }
                default -> {
                    // It befalls our side.
                }
            }
            silent += crowd.isUp(node, Long.MAX_VALUE - 1) ? 0 : 1;
        }
    }

    /** Plays it to its end. */
    public Outcome play() {
        long limit = end + Criterion.BEHIND_S * 1_000 + BEYOND_MS;
        long now = 0;
        for (; now < limit; now += STEP_MS) {
            step(now);
            boolean over = now >= Math.max(end, begin + SILENT_WITHIN_MS) && now - behindAt >= BEYOND_MS;
            if (over && tally.found() == silent && now % 1_000 == 0) {
                break;
            }
        }
        long after = Math.max(0, behindAt - end) / 1_000;
        return tally.outcome(plant, trouble, now - behindAt < BEYOND_MS ? -1 : after, silent - tally.found(), weight);
    }

    private void step(long now) {
        if (now == begin) {
            tally.begin();
            befall(now);
        }
        if (now == end) {
            pass(now);
        }
        crowd.act(now);
        gate.take(STEP_S, now, crowd);
        List<Taken> appended = gate.append(
                shareOut(now), taken -> isLeaderless(homes[taken.post().node()], now), now, crowd);
        arrive(appended, now);
        verifiers.work(STEP_S, streamsShare, now);
        commitVerified(now);
        lifecycles.work(STEP_S, streamsShare, now);
        account(now);
        if (now % 1_000 == 0) {
            measure(now);
        }
    }

    private void befall(long now) {
        long standby = (long) (plant.costs().verifierStandby() * 1_000);
        switch (trouble) {
            case VERIFIER_AWAY -> verifiers.loseFirst(now + standby);
            case VERIFIERS_STOPPED -> verifiers.pauseAll(end);
            case LIFECYCLE_AWAY ->
                lifecycles.loseFirst(now + (long) (plant.costs().lifecycleStandby() * 1_000));
            case LIFECYCLE_COLD -> {
                double nodes = plant.nodes() / plant.lifecycles();
                lifecycles.pause(0, now + (long) (plant.costs().lifecycleBack(nodes) * 1_000));
            }
            case BROKER_AWAY -> {
                brokersUp--;
                leaderlessUntil = now + FAILOVER_MS;
                // A transaction ends on all partitions of a thread or on none: nearly all threads have one that is led
                // by it.
                verifiers.pauseAll(leaderlessUntil);
                lifecycles.pauseAll(leaderlessUntil);
            }
            case INGESTS_AWAY -> gate.close();
            case ORDINARY, SILENT_30, SILENT_ALL, CUT_OFF_70 -> {
                // Nothing of ours.
            }
        }
    }

    private void pass(long now) {
        switch (trouble) {
            case VERIFIER_AWAY -> verifiers.regain(now + (long) (plant.costs().verifierStandby() * 1_000));
            case LIFECYCLE_AWAY -> lifecycles.regain(now + (long) (plant.costs().lifecycleStandby() * 1_000));
            case BROKER_AWAY -> brokersUp++;
            case INGESTS_AWAY -> gate.reopen();
            default -> {
                // It ends by itself, or does not.
            }
        }
    }

    /** Whether a group of partitions is led by nobody: those of the first broker are, while it is missed. */
    private boolean isLeaderless(int group, long now) {
        return now < leaderlessUntil && parts.first(group) < Parts.leaderless(plant);
    }

    /**
     * The brokers' processors in this step; answers what raw heartbeats get of them, in seconds of a core. What the streams have
     * written waits beside those, and where too much does, they write no faster than it is taken.
     */
    private double shareOut(long now) {
        double capacity = brokersUp * (double) plant.cores() * STEP_S;
        double raw = Math.min(gate.rawWork(), capacity);
        if (now % TICK_MS < STEP_MS) {
            written += plant.ingests()
                    * (double) plant.partitions()
                    * plant.costs().raw();
        }
        double share = Math.min(1, capacity / Math.max(raw + written, capacity));
        brokersWorked += (raw + written) * share;
        written *= 1 - share;
        streamsShare = Math.min(1, capacity * WRITTEN_STEPS / Math.max(written, capacity));
        return raw * share;
    }

    private void arrive(List<Taken> appended, long now) {
        boolean tick = now % TICK_MS < STEP_MS && gate.isGood(now) && now >= ticksAgainAt;
        long delay = gate.logAge(now);
        if (tick && delay > TICK_MS) {
            tick = delay <= TICK_PATIENCE_MS;
            ticksAgainAt = now + (tick ? delay : TICK_PATIENCE_MS + SILENCE_MS);
        }
        for (int g = 0; g < parts.size(); g++) {
            boolean leaderless = isLeaderless(g, now);
            held[g] += appended.size() * weight * parts.share(g);
            double ticks = tick && !leaderless ? plant.ingests() * (double) parts.count(g) : 0;
            verifiers.lane(g).add(leaderless ? 0 : held[g], ticks);
            held[g] = leaderless ? held[g] : 0;
        }
        for (Taken taken : appended) {
            int node = taken.post().node();
            crowd.heard(node, taken.at());
            if (Freshness.check(taken.post().timestamp(), wall(taken.at())).isPresent()) {
                tally.stale();
            } else {
                Entry entry = new Entry.Heard(
                        node, taken.post().timestamp(), wall(taken.post().sentAt()), wall(taken.at()));
                verifiers.lane(homes[node]).mark(entry, now);
            }
        }
        for (int g = 0; g < parts.size() && tick; g++) {
            if (!isLeaderless(g, now)) {
                verifiers.lane(g).mark(new Entry.Ticked("a", wall(now - now % TICK_MS - delay)), now);
                verifiers.lane(g).mark(new Entry.Ticked("b", wall(now - now % TICK_MS - delay)), now);
            }
        }
    }

    private void commitVerified(long now) {
        for (int g = 0; g < parts.size(); g++) {
            Lane<Entry> from = verifiers.lane(g);
            Lane<Entry> to = lifecycles.lane(g);
            from.commit();
            to.add(from.heartbeatsArrived(), from.ticksArrived());
            for (Entry entry : from.arrived()) {
                to.mark(entry, now);
            }
            written += (from.heartbeatsArrived() + from.ticksArrived())
                    * plant.costs().verified();
        }
    }

    private void account(long now) {
        int changes = 0;
        for (int g = 0; g < parts.size(); g++) {
            Lane<Entry> lane = lifecycles.lane(g);
            written += lane.takeHeartbeats() * plant.costs().other();
            if (!lifecycles.isPaused(g, now)) {
                decisions.hearVerdicts(g, now);
                for (Entry entry : lane.done()) {
                    time(entry, now);
                }
                changes += decisions.take(g, lane.done());
                for (Called each : decisions.commit(g, now + WAY_MS)) {
                    called(each, now + WAY_MS);
                }
            }
        }
        // The guard stands on the first partition's instance, and its verdict is committed too.
        if (!lifecycles.isPaused(0, now)) {
            decisions.judge(now, now + STEP_MS + WAY_MS);
        }
        double work = changes * weight * plant.costs().transition();
        for (int g = 0; g < parts.size() && changes > 0; g++) {
            lifecycles.lane(g).owe(work * parts.share(g));
        }
    }

    private void time(Entry entry, long now) {
        if (entry instanceof Entry.Heard heard) {
            tally.accounted(wall(now) - heard.sentAt());
        }
    }

    private void called(Called called, long now) {
        int node = called.node();
        if (called.liveness() == Liveness.ONLINE) {
            return;
        }
        if (crowd.isUp(node, now)) {
            tally.wronged(node, called.liveness() == Liveness.OFFLINE);
        } else if (!found[node]) {
            found[node] = true;
            tally.found(now - crowd.lastHeard(node) - rules.liveness().graceMs());
        }
    }

    private void measure(long now) {
        long verifier = lag(verifiers, now);
        long lifecycle = lag(lifecycles, now);
        long wait = Math.max(gate.age(now), gate.logAge(now));
        tally.lags(wait, verifier, lifecycle);
        if (now >= begin && (Math.max(wait, Math.max(verifier, lifecycle)) > BEHIND_MS || isMissed(now))) {
            behindAt = now;
        }
        if (now % MINUTE_MS == 0) {
            double seconds = MINUTE_MS / 1_000.0;
            tally.busy("ingests", gate.takeBusy(seconds));
            tally.busy("brokers", brokersWorked / (brokersUp * (double) plant.cores() * seconds));
            tally.busy("verifiers", verifiers.takeBusiest(seconds));
            tally.busy("lifecycles", lifecycles.takeBusiest(seconds));
            brokersWorked = 0;
        }
    }

    private long lag(Stage<Entry> stage, long now) {
        return IntStream.range(0, parts.size())
                .mapToLong(g -> stage.lane(g).age(now))
                .max()
                .orElse(0);
    }

    /** Whether some node that is up has not been heard from for two intervals. */
    private boolean isMissed(long now) {
        for (int node = 0; node < crowd.size(); node++) {
            if (crowd.isUp(node, now) && now - crowd.lastHeard(node) > 2 * plant.intervalMs()) {
                return true;
            }
        }
        return false;
    }
}
