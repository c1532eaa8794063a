package dev.pulse.standalone.simulate.play;

import dev.pulse.standalone.simulate.plant.Plant;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * The partitions of a topic in groups of neighbours that fare alike: they are always on one verifier, on one lifecycle instance and on
 * one side of a broker's death. Each group is one queue.
 */
final class Parts {
    /** So many groups at least, where there are so many partitions. */
    static final int FEWEST = 12;
    /** What an instance that dies has goes to so many others at most. */
    static final int HEIRS = 8;

    private final int[] first;
    private final int[] counts;
    private final double[] shares;

    private Parts(int[] first, int[] counts, double[] shares) {
        this.first = first;
        this.counts = counts;
        this.shares = shares;
    }

    /** Those of a region, with the share of the nodes that a hash of their names gives each: about as a normal distribution says. */
    static Parts of(Plant plant, RandomGenerator random) {
        int all = plant.partitions();
        TreeSet<Integer> begins = new TreeSet<>();
        begins.add(0);
        begins.add(leaderless(plant));
        for (int instances : new int[] {plant.verifiers(), plant.lifecycles()}) {
            int firstHas = begin(1, instances, all);
            for (int i = 1; i < instances; i++) {
                begins.add(begin(i, instances, all));
            }
            int heirs = Math.min(HEIRS, instances - 1);
            for (int i = 1; i < heirs; i++) {
                begins.add(begin(i, heirs, firstHas));
            }
        }
        for (int i = 1; i < FEWEST && begins.size() < FEWEST; i++) {
            begins.add(begin(i, FEWEST, all));
        }
        begins.removeIf(p -> p >= all);
        int[] first = begins.stream().mapToInt(Integer::intValue).toArray();
        int[] counts = new int[first.length];
        double[] shares = new double[first.length];
        double mean = plant.nodes() / all;
        double sum = 0;
        for (int g = 0; g < first.length; g++) {
            counts[g] = (g + 1 < first.length ? first[g + 1] : all) - first[g];
            for (int i = 0; i < counts[g]; i++) {
                shares[g] += Math.max(0, mean + normal(random) * Math.sqrt(mean));
            }
            sum += shares[g];
        }
        for (int g = 0; g < first.length; g++) {
            shares[g] /= sum;
        }
        return new Parts(first, counts, shares);
    }

    /** Partitions that the first broker leads. */
    static int leaderless(Plant plant) {
        return Math.max(1, plant.partitions() / plant.brokers());
    }

    /** The first partition of one of so many that share them. */
    private static int begin(int one, int of, int all) {
        return (int) (((long) one * all + of - 1) / of);
    }

    private static double normal(RandomGenerator random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }

    /** How many groups there are. */
    int size() {
        return first.length;
    }

    /** A group's first partition. */
    int first(int group) {
        return first[group];
    }

    /** How many partitions it has. */
    int count(int group) {
        return counts[group];
    }

    /** What share of the nodes. */
    double share(int group) {
        return shares[group];
    }

    /** The group that a node is in. */
    int draw(RandomGenerator random) {
        double left = random.nextDouble();
        int group = 0;
        while (group < first.length - 1 && left >= shares[group]) {
            left -= shares[group++];
        }
        return group;
    }
}
