package dev.pulse.ledger.devnet.chain;

import dev.pulse.domain.account.Base58;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.borsh.BorshException;
import dev.pulse.ledger.borsh.BorshReader;
import dev.pulse.ledger.borsh.BorshWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Transactions that were carried out one after the other.
 *
 * @param height 0 for the first, then one more each
 * @param previous hash of the one before, 32 bytes, zeros for the first
 * @param at when it was made, unix milliseconds; later than the one before
 * @param transactions signed, as they came over the wire
 * @param hash SHA-256 of all that
 */
public record Block(long height, byte[] previous, long at, List<byte[]> transactions, byte[] hash) {
    static final int HASH_LENGTH = 32;

    static Block of(long height, byte[] previous, long at, List<byte[]> transactions) {
        return new Block(
                height,
                previous,
                at,
                List.copyOf(transactions),
                Sha256.hash(encode(height, previous, at, transactions)));
    }

    /** The hash in base58. */
    public String id() {
        return Base58.encode(hash);
    }

    byte[] bytes() {
        return encode(height, previous, at, transactions);
    }

    private static byte[] encode(long height, byte[] previous, long at, List<byte[]> transactions) {
        BorshWriter out = new BorshWriter().u64(height).fixed(previous).u64(at).u32(transactions.size());
        transactions.forEach(out::bytes);
        return out.toByteArray();
    }

    static Block of(byte[] bytes) throws BorshException {
        BorshReader in = new BorshReader(bytes);
        long height = in.u64();
        byte[] previous = in.fixed(HASH_LENGTH);
        long at = in.u64();
        int count = in.count(Integer.BYTES);
        List<byte[]> transactions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            transactions.add(in.bytes());
        }
        return of(height, previous, at, transactions);
    }
}
