package dev.pulse.standalone.simulate.play;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The instances of one stream service, and the partitions that they share: in whole numbers, so that some have one more. A
 * partition is worked on by one thread, so it never gets more than one core; an instance never more than it has.
 *
 * @param <R> a record that is followed
 */
final class Stage<R> {
    private final List<Lane<R>> lanes = new ArrayList<>();
    private final Parts parts;
    private final int partitions;
    private final int[] owners;
    private final long[] pausedUntil;
    private final double[] worked;
    private final double[] wanted;
    private final double[] demand;
    /** The groups of an instance that has too much to do, those that want least first. */
    private final int[] modest;

    private final int instances;
    private final double cores;

    /**
     * One with nothing to do.
     *
     * @param parts the partitions, in groups: each has one queue
     * @param cores of an instance
     * @param heartbeatCost work that a heartbeat is, in seconds of a core
     * @param tickCost work that a tick is
     */
    Stage(Parts parts, int instances, int cores, double heartbeatCost, double tickCost) {
        this.parts = parts;
        this.instances = instances;
        this.cores = cores;
        partitions = parts.first(parts.size() - 1) + parts.count(parts.size() - 1);
        owners = new int[parts.size()];
        pausedUntil = new long[parts.size()];
        worked = new double[instances];
        wanted = new double[parts.size()];
        demand = new double[instances];
        modest = new int[parts.size()];
        for (int g = 0; g < parts.size(); g++) {
            lanes.add(new Lane<>(heartbeatCost, tickCost));
        }
        shareOut();
    }

    private void shareOut() {
        for (int g = 0; g < owners.length; g++) {
            owners[g] = (int) ((long) parts.first(g) * instances / partitions);
        }
    }

    Lane<R> lane(int group) {
        return lanes.get(group);
    }

    int owner(int group) {
        return owners[group];
    }

    boolean isPaused(int group, long now) {
        return now < pausedUntil[group];
    }

    /** Nobody works on this instance's partitions before then. */
    void pause(int instance, long until) {
        for (int g = 0; g < owners.length; g++) {
            if (owners[g] == instance) {
                pausedUntil[g] = Math.max(pausedUntil[g], until);
            }
        }
    }

    /** Nobody works on any partition before then. */
    void pauseAll(long until) {
        for (int instance = 0; instance < instances; instance++) {
            pause(instance, until);
        }
    }

    /** The first instance is gone: the others have its partitions, from then on. */
    void loseFirst(long until) {
        if (instances == 1) {
            throw new IllegalStateException("there is no other instance");
        }
        pause(0, until);
        int had = (partitions + instances - 1) / instances;
        int heirs = Math.min(Parts.HEIRS, instances - 1);
        for (int g = 0; g < owners.length; g++) {
            if (owners[g] == 0) {
                owners[g] = 1 + parts.first(g) * heirs / had;
            }
        }
    }

    /** It is back, and each has its own again; what moves is worked on from then on. */
    void regain(long until) {
        int[] before = owners.clone();
        shareOut();
        for (int g = 0; g < owners.length; g++) {
            if (owners[g] != before[g]) {
                pausedUntil[g] = until;
            }
        }
    }

    /**
     * All work for so long.
     *
     * @param seconds how long
     * @param share of their speed that the brokers leave them, 0 to 1
     */
    void work(double seconds, double share, long now) {
        Arrays.fill(demand, 0);
        for (int g = 0; g < owners.length; g++) {
            wanted[g] = isPaused(g, now) ? 0 : Math.min(lanes.get(g).work(), parts.count(g) * seconds * share);
            demand[owners[g]] += wanted[g];
        }
        double capacity = cores * seconds * share;
        for (int instance = 0; instance < instances; instance++) {
            if (demand[instance] > capacity) {
                limit(instance, capacity);
            }
        }
        for (int g = 0; g < owners.length; g++) {
            if (!isPaused(g, now)) {
                worked[owners[g]] += lanes.get(g).serve(wanted[g]);
            }
        }
    }

    /** Leaves each partition of an instance as much as all get at most, so that together they take all that it has. */
    private void limit(int instance, double capacity) {
        int count = 0;
        int partitionsLeft = 0;
        for (int g = 0; g < owners.length; g++) {
            if (owners[g] == instance && wanted[g] > 0) {
                partitionsLeft += parts.count(g);
                int at = count++;
                for (;
                        at > 0 && wanted[modest[at - 1]] / parts.count(modest[at - 1]) > wanted[g] / parts.count(g);
                        at--) {
                    modest[at] = modest[at - 1];
                }
                modest[at] = g;
            }
        }
        double left = capacity;
        for (int i = 0; i < count; i++) {
            int g = modest[i];
            wanted[g] = Math.min(wanted[g], left * parts.count(g) / partitionsLeft);
            left -= wanted[g];
            partitionsLeft -= parts.count(g);
        }
    }

    /** The busiest instance's share of its cores, over so many seconds; and that begins anew. */
    double takeBusiest(double seconds) {
        double most = Arrays.stream(worked).max().orElse(0) / (cores * seconds);
        Arrays.fill(worked, 0);
        return most;
    }
}
