package dev.pulse.ledger.devnet.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All accounts and all contracts' data as one sorted map, with what it was before each block that is not final yet: a
 * question about the last final state is answered from the newest one and what has to be undone for it. Values are never
 * changed once they are in. Not safe for several threads.
 */
public final class WorldState {
    private final TreeMap<String, JsonNode> newest = new TreeMap<>();
    private final Deque<Undo> unsettled = new ArrayDeque<>();
    private Map<String, Optional<JsonNode>> transaction = new HashMap<>();

    /**
     * What was there before a block.
     *
     * @param height the block's
     * @param before the value of each key that it changed, empty where there was none
     */
    private record Undo(long height, Map<String, Optional<JsonNode>> before) {}

    /** The changes from now on belong to this block. */
    void beginBlock(long height) {
        unsettled.addLast(new Undo(height, new HashMap<>()));
    }

    /** Blocks up to this one will not be asked for as they were before. */
    void settle(long height) {
        while (!unsettled.isEmpty() && unsettled.peekFirst().height() <= height) {
            unsettled.removeFirst();
        }
    }

    /** Keeps what was changed since the last call of this or of {@link #rollback}. */
    void commit() {
        transaction.forEach(unsettled.getLast().before()::putIfAbsent);
        transaction = new HashMap<>();
    }

    /** Undoes what was changed since the last {@link #commit}. */
    void rollback() {
        transaction.forEach((key, value) -> value.ifPresentOrElse(v -> newest.put(key, v), () -> newest.remove(key)));
        transaction = new HashMap<>();
    }

    /** The newest state, which can be changed. */
    public Storage newest() {
        return new Newest();
    }

    /** The state after a block, to be read before the next change. */
    public Storage after(long height) {
        List<Undo> undone =
                unsettled.stream().filter(undo -> undo.height() > height).toList();
        return new Past(undone);
    }

    private final class Newest implements Storage {
        @Override
        public JsonNode get(String key) {
            return newest.get(key);
        }

        @Override
        public void put(String key, JsonNode value) {
            JsonNode before = newest.put(key, value);
            transaction.putIfAbsent(key, Optional.ofNullable(before));
        }

        @Override
        public void remove(String key) {
            JsonNode before = newest.remove(key);
            if (before != null) {
                transaction.putIfAbsent(key, Optional.of(before));
            }
        }

        @Override
        public List<String> keys(String prefix, String after, int limit) {
            List<String> found = new ArrayList<>();
            for (String key : newest.tailMap(after, false).keySet()) {
                if (!key.startsWith(prefix) || found.size() == limit) {
                    break;
                }
                found.add(key);
            }
            return found;
        }
    }

    private final class Past implements Storage {
        private final List<Undo> undone;

        Past(List<Undo> undone) {
            this.undone = undone;
        }

        @Override
        public JsonNode get(String key) {
            for (Undo undo : undone) {
                Optional<JsonNode> before = undo.before().get(key);
                if (before != null) {
                    return before.orElse(null);
                }
            }
            return newest.get(key);
        }

        @Override
        public void put(String key, JsonNode value) {
            throw new ContractPanic("ProhibitedInView: the state can't be changed by a view");
        }

        @Override
        public void remove(String key) {
            put(key, null);
        }

        @Override
        public List<String> keys(String prefix, String after, int limit) {
            SortedSet<String> undoneKeys = new TreeSet<>();
            for (Undo undo : undone) {
                for (String key : undo.before().keySet()) {
                    if (key.startsWith(prefix) && key.compareTo(after) > 0) {
                        undoneKeys.add(key);
                    }
                }
            }
            // Each undone key can hide one of the newest state.
            SortedSet<String> all = new TreeSet<>(newest().keys(prefix, after, limit + undoneKeys.size()));
            all.addAll(undoneKeys);
            return all.stream().filter(key -> get(key) != null).limit(limit).toList();
        }
    }
}
