package dev.pulse.marketplace.index.node;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.node.LifecycleState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which nodes are asked for.
 *
 * @param conditions all of them must hold
 */
public record NodeFilter(List<Condition> conditions) {
    /** All nodes. */
    public static final NodeFilter ALL = new NodeFilter(List.of());

    public NodeFilter {
        conditions = List.copyOf(conditions);
    }

    /** What meets these conditions. */
    public static NodeFilter of(Condition... conditions) {
        return new NodeFilter(List.of(conditions));
    }

    /** A farmer's nodes in any of these stages; in all of them where none is named. */
    public static NodeFilter of(Account farmer, Set<LifecycleState> lifecycles) {
        return of(Set.of(farmer), lifecycles);
    }

    /** The nodes of some farmers in any of these stages; in all of them where none is named. */
    public static NodeFilter of(Set<Account> farmers, Set<LifecycleState> lifecycles) {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(new Condition.AnyOf(
                NodeField.OWNED_BY, farmers.stream().map(Account::hex).collect(Collectors.toSet())));
        if (!lifecycles.isEmpty()) {
            conditions.add(new Condition.AnyOf(
                    NodeField.LIFECYCLE, lifecycles.stream().map(Enum::name).collect(Collectors.toSet())));
        }
        return new NodeFilter(conditions);
    }

    /** The nodes that say that this is their overlay address. */
    public static NodeFilter at(String myceliumIp) {
        return of(new Condition.At(myceliumIp));
    }

    /** How many days the past is asked about; 0 when it is not. */
    public int days() {
        return conditions.stream()
                .mapToInt(condition -> condition instanceof Condition.Lately lately ? lately.days() : 0)
                .max()
                .orElse(0);
    }

    /** Whether a node is asked for. */
    public boolean test(NodeEntry node) {
        return conditions.stream().allMatch(condition -> condition.test(node));
    }
}
