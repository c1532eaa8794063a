package dev.pulse.verifier.crypto;

import dev.pulse.domain.curve.CurveEd25519;
import dev.pulse.domain.verdict.SignatureVerifier;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A fast verifier that a trusted one watches: the trusted one decides about every signature that the fast one refuses, and
 * about one in a thousand of those it accepts. At the first difference, if the fast one throws, or if it is not fast, there is
 * one alarm, and from then on the trusted one decides alone, until the process ends.
 */
final class WatchedVerifier implements SignatureVerifier {
    /** One accepted signature in this many is checked again: what that costs is lost in the noise. */
    static final int SAMPLE = 1_000;
    /**
     * A verification that takes longer is slow: the fast one needs microseconds once the second compiler has had it, and
     * milliseconds where that gave up on it.
     */
    static final long SLOW_NANOS = 1_000_000;
    /** The fast one is done for when so many more verifications were slow than were not: five seconds' worth. */
    static final int SLOW_ONES = 200;

    private final SignatureVerifier fast;
    private final SignatureVerifier trusted;
    private final Consumer<String> alarm;
    private final LongSupplier nanoTime;
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger slow = new AtomicInteger();
    private volatile boolean ended;

    WatchedVerifier(SignatureVerifier fast, SignatureVerifier trusted, Consumer<String> alarm, LongSupplier nanoTime) {
        this.fast = fast;
        this.trusted = trusted;
        this.alarm = alarm;
        this.nanoTime = nanoTime;
    }

    /**
     * Our own, watched by AWS-LC.
     *
     * @param tableBytes most memory for the points of keys
     * @param nanoTime a clock that never goes back
     * @throws ProviderUnavailableException when either can't be used here; the message says why
     */
    static WatchedVerifier load(long tableBytes, Consumer<String> alarm, LongSupplier nanoTime) {
        CorrettoVerifier trusted = CorrettoVerifier.load();
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            throw new ProviderUnavailableException(
                    "the JVM was started without --add-modules=jdk.incubator.vector", null);
        }
        if (!CurveEd25519.isFastHere()) {
            throw new ProviderUnavailableException("this machine has no vectors of four doubles", null);
        }
        return new WatchedVerifier(
                new CurveEd25519(tableBytes, new SecureRandom().nextLong()), trusted, alarm, nanoTime);
    }

    @Override
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (ended) {
            return trusted.verify(publicKey, message, signature);
        }
        boolean verdict;
        long begun = nanoTime.getAsLong();
        try {
            verdict = fast.verify(publicKey, message, signature);
        } catch (RuntimeException failure) {
            giveUp("threw " + failure, publicKey, message, signature);
            return trusted.verify(publicKey, message, signature);
        }
        note(nanoTime.getAsLong() - begun);
        if (verdict && accepted.incrementAndGet() % SAMPLE != 0) {
            return true;
        }
        boolean right = trusted.verify(publicKey, message, signature);
        if (right != verdict) {
            giveUp("said " + verdict, publicKey, message, signature);
        }
        return right;
    }

    /** A thread that had to wait for its turn makes a slow one now and then, which the next ones make up for. */
    private void note(long nanos) {
        if (nanos < SLOW_NANOS) {
            if (slow.get() > 0) {
                slow.decrementAndGet();
            }
        } else if (slow.incrementAndGet() == SLOW_ONES) {
            giveUp("took " + nanos / 1_000 + " us again");
        }
    }

    private void giveUp(String what, byte[] publicKey, byte[] message, byte[] signature) {
        HexFormat hex = HexFormat.of();
        giveUp(what + " on key " + hex.formatHex(publicKey) + ", message " + hex.formatHex(message) + ", signature "
                + hex.formatHex(signature));
    }

    private synchronized void giveUp(String what) {
        if (!ended) {
            ended = true;
            alarm.accept(fast.name() + " " + what + "; " + trusted.name() + " verifies from here on");
        }
    }

    @Override
    public long bytes() {
        return fast.bytes();
    }

    @Override
    public String name() {
        return ended ? trusted.name() : fast.name() + ", watched by " + trusted.name();
    }
}
