package dev.pulse.verifier.prove;

import dev.pulse.domain.account.Account;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * To whom a node id belongs, as the store {@code bindings} holds it: 32 bytes of public key and 8 of time.
 *
 * @param account the account that the id is bound to
 * @param boundAtMs when the heartbeat that bound it was received, unix milliseconds
 */
public record Binding(Account account, long boundAtMs) {
    private static final int LENGTH = Account.KEY_LENGTH + Long.BYTES;

    byte[] toBytes() {
        return ByteBuffer.allocate(LENGTH).put(account.key()).putLong(boundAtMs).array();
    }

    /** The binding that the store holds under a key: empty for null. */
    public static Optional<Binding> find(byte[] bytes) {
        if (bytes == null) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] key = new byte[Account.KEY_LENGTH];
        buffer.get(key);
        return Optional.of(new Binding(Account.ofKey(key), buffer.getLong()));
    }
}
