package dev.pulse.benchmarks.micro;

import dev.pulse.domain.verdict.Sha256;
import dev.pulse.domain.verdict.SignatureVerifier;
import dev.pulse.verifier.crypto.BouncyCastleVerifier;
import dev.pulse.verifier.crypto.CorrettoVerifier;
import dev.pulse.verifier.crypto.SignatureProvider;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Ed25519 over the hash of a payload, each signature under another key, as in a fleet. */
@State(Scope.Thread)
public class VerifyBench {
    /** More keys than a cache on the processor holds, so that going round brings each in anew. */
    private static final int KEYS = 8_192;

    /** The default of the verifier's configuration. */
    private static final long TABLE_BYTES = 256L << 20;

    private MicroFleet fleet;
    private byte[][] hashes;
    private SignatureVerifier awsLc;
    private SignatureVerifier ours;
    private SignatureVerifier closed;
    private int next;

    /** Signs the fleet's heartbeats. */
    @Setup(Level.Trial)
    public void sign() {
        fleet = new MicroFleet(KEYS);
        hashes = new byte[KEYS][];
        for (int node = 0; node < KEYS; node++) {
            hashes[node] = Sha256.hash(fleet.payload(node));
        }
        awsLc = CorrettoVerifier.load();
        ours = SignatureProvider.AUTO.load(
                TABLE_BYTES,
                reason -> {},
                alarm -> {
                    throw new IllegalStateException(alarm);
                },
                System::nanoTime);
        closed = new BouncyCastleVerifier();
    }

    /** The unit of the ratios. */
    @Benchmark
    @Measures("AWS-LC through ACCP, the key built from its 32 bytes each time: the unit of the ratios")
    public boolean awsLc() {
        return verify(awsLc);
    }

    /** What the service runs. */
    @Benchmark
    @Measures("what the verifier runs here (its provider `auto`), checks included")
    public boolean ours() {
        return verify(ours);
    }

    /** The harder baseline. */
    @Benchmark
    @Measures(
            "BouncyCastle's low-level call alone: the cofactored equation, whose verdicts differ for crafted signatures")
    public boolean bouncyCastle() {
        int node = turn();
        byte[] hash = hashes[node];
        return held(Ed25519.verify(fleet.signature(node), 0, fleet.key(node), 0, hash, 0, hash.length));
    }

    /** The baseline with our verdicts. */
    @Benchmark
    @Measures("BouncyCastle with the difference closed: the same verdicts as ours")
    public boolean bouncyCastleSameVerdicts() {
        return verify(closed);
    }

    private boolean verify(SignatureVerifier verifier) {
        int node = turn();
        return held(verifier.verify(fleet.key(node), hashes[node], fleet.signature(node)));
    }

    private int turn() {
        next = (next + 1) & (KEYS - 1);
        return next;
    }

    private static boolean held(boolean verdict) {
        if (!verdict) {
            throw new IllegalStateException("a good signature was refused: what was measured is not a verify");
        }
        return true;
    }
}
