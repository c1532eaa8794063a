package dev.pulse.marketplace.index;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which nodes are asked for. All conditions must hold; an empty set or a null text is no condition.
 *
 * @param statuses any of these
 * @param lifecycles any of these
 * @param regions any of these
 * @param nodeIds any of these
 * @param account exactly this one, 32 bytes, or null
 * @param myceliumIp this overlay address, however it is spelled
 * @param hostnamePrefix how the host name begins, whatever its case
 * @param country this country code, whatever its case
 * @param farmer whose they are, or null
 * @param rentable whether slices of them can be rented now ({@link NodeEntry#rentable}), or null for either
 */
public record NodeFilter(
        Set<Liveness> statuses,
        Set<LifecycleState> lifecycles,
        Set<String> regions,
        SortedSet<String> nodeIds,
        byte[] account,
        String myceliumIp,
        String hostnamePrefix,
        String country,
        Account farmer,
        Boolean rentable) {
    /** All nodes. */
    public static final NodeFilter ALL =
            new NodeFilter(Set.of(), Set.of(), Set.of(), new TreeSet<>(), null, null, null, null, null, null);

    /** A farmer's nodes in any of these stages; in all of them where none is named. */
    public static NodeFilter of(Account farmer, Set<LifecycleState> lifecycles) {
        return new NodeFilter(Set.of(), lifecycles, Set.of(), new TreeSet<>(), null, null, null, null, farmer, null);
    }

    /** The nodes that say that this is their overlay address. */
    public static NodeFilter at(String myceliumIp) {
        return new NodeFilter(Set.of(), Set.of(), Set.of(), new TreeSet<>(), null, myceliumIp, null, null, null, null);
    }

    /** Whether a node is asked for. */
    public boolean test(NodeEntry node) {
        return in(statuses, node.liveness())
                && in(lifecycles, node.lifecycle())
                && in(regions, node.region())
                && in(nodeIds, node.nodeId())
                && (account == null || Arrays.equals(account, node.account()))
                && (myceliumIp == null || sameAddress(node.myceliumIp()))
                && begins(node.hostname())
                && (rentable == null || rentable == node.rentable())
                && (farmer == null
                        || node.terms() != null && node.terms().farmer().equals(farmer.hex()))
                && (country == null || country.equalsIgnoreCase(node.location().country()));
    }

    private static <T> boolean in(Collection<T> wanted, T value) {
        return wanted.isEmpty() || wanted.contains(value);
    }

    private boolean sameAddress(String address) {
        return address != null && Arrays.equals(Addresses.key(myceliumIp), Addresses.key(address));
    }

    private boolean begins(String hostname) {
        return hostnamePrefix == null
                || hostname != null && hostname.regionMatches(true, 0, hostnamePrefix, 0, hostnamePrefix.length());
    }
}
