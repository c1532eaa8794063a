package dev.pulse.benchmarks.run.gauge;

import dev.pulse.agent.key.NodeKey;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.domain.verdict.SignatureVerifier;
import dev.pulse.verifier.crypto.CorrettoVerifier;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What one AWS-LC verify costs, in processor time of the thread that does it: the unit that a run's costs are told in.
 * It is measured on this machine in the same run, and while the load is on: neighbours on a core make everything dearer,
 * the verify as much as what is compared with it.
 */
public final class VerifyCost implements AutoCloseable {
    private static final int KEYS = 512;
    private static final int BURST = 200;
    private static final int WARM_UP = 5_000;
    private static final double NANOS_PER_US = 1_000;

    private final SignatureVerifier verifier = CorrettoVerifier.load();
    private final byte[][] keys = new byte[KEYS][];
    private final byte[][] messages = new byte[KEYS][];
    private final byte[][] signatures = new byte[KEYS][];
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private int next;
    private Thread sampler;
    private volatile boolean sampling;
    private double[] samples = new double[0];

    /**
     * Ready to measure.
     *
     * @throws dev.pulse.verifier.crypto.ProviderUnavailableException where AWS-LC does not load
     */
    public VerifyCost() {
        for (int i = 0; i < KEYS; i++) {
            NodeKey key = NodeKey.ofSeed(
                    Sha256.hash(ByteBuffer.allocate(Integer.BYTES).putInt(i).array()));
            keys[i] = key.publicKey();
            messages[i] = Sha256.hash(keys[i]);
            signatures[i] = key.sign(messages[i]);
        }
        verify(WARM_UP);
    }

    private void verify(int count) {
        for (int i = 0; i < count; i++) {
            int at = next++ % KEYS;
            if (!verifier.verify(keys[at], messages[at], signatures[at])) {
                throw new IllegalStateException("a good signature was refused");
            }
        }
    }

    private double burst() {
        long before = threads.getCurrentThreadCpuTime();
        verify(BURST);
        return (threads.getCurrentThreadCpuTime() - before) / NANOS_PER_US / BURST;
    }

    /** Microseconds of a verify now: the median of a hundred bursts, about a second. */
    public double now() {
        double[] bursts = new double[100];
        for (int i = 0; i < bursts.length; i++) {
            bursts[i] = burst();
        }
        return median(bursts);
    }

    /** Measures a burst every half second, in a thread of its own, until {@link #endSampling}. */
    public void beginSampling() {
        samples = new double[0];
        sampling = true;
        sampler = Thread.ofPlatform().daemon().name("verify-cost").start(this::sample);
    }

    private void sample() {
        while (sampling) {
            double burst = burst();
            samples = Arrays.copyOf(samples, samples.length + 1);
            samples[samples.length - 1] = burst;
            try {
                TimeUnit.MILLISECONDS.sleep(500);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Ends it, and tells the median of what was measured, microseconds. */
    public double endSampling() {
        close();
        return median(samples);
    }

    @Override
    public void close() {
        sampling = false;
        try {
            if (sampler != null) {
                sampler.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The middle of some numbers; not a number for none. */
    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length == 0
                ? Double.NaN
                : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
