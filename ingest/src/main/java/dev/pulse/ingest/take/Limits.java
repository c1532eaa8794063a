package dev.pulse.ingest.take;

import dev.pulse.domain.limit.Admission;
import dev.pulse.domain.limit.KeyHash;
import dev.pulse.domain.limit.RateLimit;
import dev.pulse.domain.limit.RateLimiter;
import dev.pulse.ingest.take.Outcome.TooFast;
import dev.pulse.ingest.take.Outcome.Whose;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How often an address and a node may heartbeat. A node's limit is kept for its id <em>and</em> the address: whoever
 * sends in another's name, from elsewhere, uses up a limit of his own.
 */
public final class Limits {
    /** A subscriber has a whole /64 of IPv6 addresses (RFC 6177), so that is what counts as one address. */
    private static final int IPV6_PREFIX_BYTES = 8;

    private final RateLimiter addresses;
    private final RateLimiter nodes;
    private final KeyHash hash;
    private final LongSupplier nanoTime;

    /**
     * Limits with all buckets full.
     *
     * @param address what one address may do
     * @param addressEntries how many addresses are remembered
     * @param node what one node may do
     * @param nodeEntries how many nodes are remembered
     * @param hash with a secret of this process's own
     * @param nanoTime a clock that never goes back
     */
    public Limits(
            RateLimit address,
            int addressEntries,
            RateLimit node,
            int nodeEntries,
            KeyHash hash,
            LongSupplier nanoTime) {
        this.addresses = new RateLimiter(address, addressEntries);
        this.nodes = new RateLimiter(node, nodeEntries);
        this.hash = hash;
        this.nanoTime = nanoTime;
    }

    /** The key of an address in the tables. */
    public long key(SocketAddress from) {
        if (from instanceof InetSocketAddress inet) {
            InetAddress address = inet.getAddress();
            if (address == null) {
                // From a Forwarded header, by name.
                return hash.of(inet.getHostString().getBytes(StandardCharsets.UTF_8));
            }
            byte[] bytes = address.getAddress();
            return hash.of(address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_PREFIX_BYTES) : bytes);
        }
        return hash.of(String.valueOf(from).getBytes(StandardCharsets.UTF_8));
    }

    /** Counts a heartbeat for its address; a value when that is one too many. */
    public Optional<TooFast> address(long addressKey) {
        return refusal(addresses.admit(addressKey, nanoTime.getAsLong()), Whose.ADDRESS);
    }

    /** Counts a heartbeat for its node; a value when that is one too many. */
    public Optional<TooFast> node(long addressKey, String nodeId) {
        return refusal(nodes.admit(nodeKey(addressKey, nodeId), nanoTime.getAsLong()), Whose.NODE);
    }

    /** Takes back a heartbeat that was counted for its node and was not taken, so that it may be tried again at once. */
    public void forgive(long addressKey, String nodeId) {
        nodes.giveBack(nodeKey(addressKey, nodeId));
    }

    private long nodeKey(long addressKey, String nodeId) {
        byte[] name = nodeId.getBytes(StandardCharsets.UTF_8);
        return hash.of(ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(addressKey)
                .put(name)
                .array());
    }

    private static Optional<TooFast> refusal(Admission admission, Whose whose) {
        return switch (admission) {
            case Admission.Granted granted -> Optional.empty();
            case Admission.Refused refused -> Optional.of(new TooFast(whose, refused.waitSeconds()));
        };
    }
}
