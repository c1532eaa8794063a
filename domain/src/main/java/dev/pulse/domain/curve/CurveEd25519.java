package dev.pulse.domain.curve;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.SignatureVerifier;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.LongAdder;
import jdk.incubator.vector.DoubleVector;

/**
 * Ed25519 verification of our own: four field operations at a time in the lanes of a vector, and points of the keys seen
 * before kept, up to a bound. The verdict is that of {@link dev.pulse.domain.verdict.ReferenceEd25519}: S below L, A decoded
 * canonically, and the encoding of [S]B - [h]A compared with R as bytes.
 *
 * <p>Needs the module {@code jdk.incubator.vector}; without it, or where vectors of four doubles are no hardware's, it must
 * not be used ({@link #isFastHere}). Fast only once compiled, after some thousand calls.
 */
public final class CurveEd25519 implements SignatureVerifier {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SIGNATURE_LENGTH = 64;
    private static final int LANES = 4;
    /** Tables of keys, each with its lock. */
    private static final int TABLES = 16;
    /**
     * Where there is no room left, one valid signature in this many, of keys that are not kept, has its key kept: that costs
     * as much as a verification, and of a fleet that is too large most would soon be thrown out again.
     */
    private static final int KEPT_OF = 16;

    private static final class Work {
        final Equation equation;
        final long[] key = new long[Field.WORDS];
        final long[] points = new long[KeyTable.WORDS];
        int valid;

        Work(BaseTable base) {
            equation = new Equation(base);
        }
    }

    private final ThreadLocal<Work> threads;
    private final KeyTable[] tables = new KeyTable[TABLES];
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /**
     * @param tableBytes most memory for the points of keys, 264 bytes for each; with less than 16 keys' worth, none is kept
     * @param seed of the tables, unpredictable to those who choose keys
     */
    public CurveEd25519(long tableBytes, long seed) {
        BaseTable base = new BaseTable();
        threads = ThreadLocal.withInitial(() -> new Work(base));
        long capacity = Math.min(tableBytes / KeyTable.BYTES_PER_KEY / TABLES, Integer.MAX_VALUE / 16);
        for (int i = 0; i < TABLES && capacity > 0; i++) {
            tables[i] = new KeyTable((int) capacity, seed + i);
        }
    }

    /** Whether vectors of four doubles are what this machine computes with. */
    public static boolean isFastHere() {
        return DoubleVector.SPECIES_PREFERRED.length() >= LANES;
    }

    @Override
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != Account.KEY_LENGTH || signature.length != SIGNATURE_LENGTH) {
            return false;
        }
        Work work = threads.get();
        for (int i = 0; i < Field.WORDS; i++) {
            work.key[i] = (long) LONGS.get(publicKey, 8 * i);
        }
        KeyTable table = tables[(int) (work.key[1] & TABLES - 1)];
        if (find(table, work)) {
            hits.increment();
            return work.equation.holds(work.points, Equation.PARTS, publicKey, message, signature);
        }
        misses.increment();
        if (!Points.decodeNegated(work.points, publicKey, work.equation.f)
                || !work.equation.holds(work.points, 1, publicKey, message, signature)) {
            return false;
        }
        if (table != null) {
            keep(table, work);
        }
        return true;
    }

    private static boolean find(KeyTable table, Work work) {
        if (table == null) {
            return false;
        }
        synchronized (table) {
            return table.find(work.key, work.points);
        }
    }

    private static void keep(KeyTable table, Work work) {
        synchronized (table) {
            if (table.isFull() && work.valid++ % KEPT_OF != 0) {
                return;
            }
        }
        work.equation.spread(work.points);
        synchronized (table) {
            table.put(work.key, work.points);
        }
    }

    @Override
    public long bytes() {
        return keys() * KeyTable.BYTES_PER_KEY;
    }

    @Override
    public String name() {
        return "own (vectors of " + LANES + ")";
    }

    /** Verifications of keys whose points were kept. */
    public long hits() {
        return hits.sum();
    }

    /** Verifications of keys whose points were not. */
    public long misses() {
        return misses.sum();
    }

    /** Keys whose points are kept now. */
    public long keys() {
        long keys = 0;
        for (KeyTable table : tables) {
            if (table != null) {
                synchronized (table) {
                    keys += table.size();
                }
            }
        }
        return keys;
    }
}
