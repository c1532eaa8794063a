package dev.pulse.verifier.prove;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.rotation.RotationRule;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * To whom a node id belongs, as the store {@code bindings} holds it: 32 bytes of public key and 8 of time, and 8 more of a
 * node whose account was changed.
 *
 * @param account the account that the id is bound to
 * @param boundAtMs when the record that bound it was received or issued, unix milliseconds
 * @param rotatedAtS the signed timestamp of the rotation that bound it, unix seconds; {@link RotationRule#NEVER} where none
 *     did
 */
public record Binding(Account account, long boundAtMs, long rotatedAtS) {
    private static final int LENGTH = Account.KEY_LENGTH + Long.BYTES;

    /** Of an account that did not take another one's place. */
    Binding(Account account, long boundAtMs) {
        this(account, boundAtMs, RotationRule.NEVER);
    }

    byte[] toBytes() {
        boolean rotated = rotatedAtS != RotationRule.NEVER;
        ByteBuffer buffer = ByteBuffer.allocate(LENGTH + (rotated ? Long.BYTES : 0));
        buffer.put(account.key()).putLong(boundAtMs);
        return (rotated ? buffer.putLong(rotatedAtS) : buffer).array();
    }

    /** The binding that the store holds under a key: empty for null. */
    public static Optional<Binding> find(byte[] bytes) {
        if (bytes == null) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] key = new byte[Account.KEY_LENGTH];
        buffer.get(key);
        long boundAtMs = buffer.getLong();
        return Optional.of(new Binding(
                Account.ofKey(key), boundAtMs, buffer.hasRemaining() ? buffer.getLong() : RotationRule.NEVER));
    }
}
