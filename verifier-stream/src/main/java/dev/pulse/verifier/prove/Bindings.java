package dev.pulse.verifier.prove;

import dev.pulse.domain.account.Account;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/** Who owns which node id, in one task: the store, and in front of it the memory of pairs, which never contradicts it. */
final class Bindings {
    private final KeyValueStore<String, byte[]> store;
    private final BoundPairs pairs;

    /**
     * The bindings of a task.
     *
     * @param pairs without any: after an abort the store may hold less than before
     */
    Bindings(KeyValueStore<String, byte[]> store, BoundPairs pairs) {
        this.store = store;
        this.pairs = pairs;
    }

    /** To whom the id is bound, or null; faster where that is the account that claims it. */
    Account account(String nodeId, Account claimed) {
        if (pairs.contains(nodeId, claimed)) {
            return claimed;
        }
        Account bound = find(nodeId).map(Binding::account).orElse(null);
        if (claimed.equals(bound)) {
            pairs.add(nodeId, claimed);
        }
        return bound;
    }

    /** The whole binding of an id. */
    Optional<Binding> find(String nodeId) {
        return Binding.find(store.get(nodeId));
    }

    /** Binds an id, in the place of what it was bound to. */
    void bind(String nodeId, Binding binding) {
        store.put(nodeId, binding.toBytes());
        pairs.add(nodeId, binding.account());
    }
}
