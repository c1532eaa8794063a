package dev.pulse.streams;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * Runs something at the beginning of each commit of a task, while it can still write: what it writes into stores and
 * topics belongs to the transaction that is about to end.
 *
 * <p>It poses as a store with a cache, since Kafka Streams flushes the caches of stores just then, and has no other place
 * for this ({@link CachedStateStore} is internal; with another release of Kafka, {@code CommitHookTest} says whether it is
 * still so). It holds nothing and has no changelog.
 */
public final class CommitHook implements StateStore, CachedStateStore<Void, Void> {
    private final String name;
    private Runnable beforeCommit = () -> {};
    private boolean open;

    private CommitHook(String name) {
        this.name = name;
    }

    /** A hook for each task of a topology, to be added to it like a store and asked for under its name. */
    public static StoreBuilder<CommitHook> named(String name) {
        return new Builder(name);
    }

    /** What to run in this task from now on; an exception from it fails the commit, and so the task. */
    public void beforeCommit(Runnable run) {
        beforeCommit = run;
    }

    @Override
    public void flushCache() {
        beforeCommit.run();
    }

    @Override
    public void clearCache() {
        // Nothing is cached.
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Void, Void> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private record Builder(String name) implements StoreBuilder<CommitHook> {
        @Override
        public StoreBuilder<CommitHook> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingEnabled(Map<String, String> config) {
            throw new IllegalArgumentException(name + " holds nothing to log");
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingDisabled() {
            return this;
        }

        @Override
        public CommitHook build() {
            return new CommitHook(name);
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }
    }
}
