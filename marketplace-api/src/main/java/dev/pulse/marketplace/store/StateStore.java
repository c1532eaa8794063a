package dev.pulse.marketplace.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link StateKeeper} in a folder on disk, which one process has at a time. */
public final class StateStore implements StateKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(StateStore.class);
    private static final String FILES = "states";
    /** Without a record, how far it is is written after so long; a start then has little to skip, and the store stays young. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final FolderLock lock;
    private final StateFile file;
    private final LogIdentity.Source source;
    private final InstantSource clock;

    private LogIdentity log;
    private Set<String> served = Set.of();
    /** As of when what is kept is complete, at the least; null before anything is known. */
    private Instant asOf;

    private Instant writtenAt = Instant.MIN;
    /** After a write that failed there would be a gap: nothing more is written, and what is there stays true. */
    private boolean broken;

    private boolean tidy;

    private StateStore(FolderLock lock, StateFile file, LogIdentity.Source source, InstantSource clock) {
        this.lock = lock;
        this.file = file;
        this.source = source;
        this.clock = clock;
    }

    /**
     * Opens a store, or makes one.
     *
     * @param source tells which log is read
     * @throws StoreUnusableException when another process has the folder, or it can't be written
     */
    public static StateStore open(StoreSettings settings, LogIdentity.Source source, InstantSource clock) {
        FolderLock lock = FolderLock.take(settings.folder());
        Path files = settings.folder().resolve(FILES);
        try {
            return new StateStore(lock, file(files), source, clock);
        } catch (RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    private static StateFile file(Path files) {
        try {
            return StateFile.open(files);
        } catch (DamagedStoreException damaged) {
            LOG.warn(
                    "The store in {} is thrown away and all nodes are read from Kafka: it {}",
                    files,
                    damaged.getMessage());
            StateFile.remove(files);
        }
        try {
            return StateFile.open(files);
        } catch (DamagedStoreException still) {
            throw new StoreUnusableException(
                    "The store in " + files + " can't be made: it " + still.getMessage(), still);
        }
    }

    @Override
    public Map<Integer, Long> resume(
            Set<String> regions, Map<Integer, Long> begins, Map<Integer, Long> ends, Kept kept) {
        if (broken) {
            return Map.of();
        }
        log = source.ask();
        served = Set.copyOf(regions);
        Instant now = clock.instant();
        try {
            Optional<StoreMark> mark = file.mark();
            if (mark.isPresent()) {
                Optional<String> refusal = StoreRule.refusal(mark.get(), log, served, begins, ends, now);
                if (refusal.isEmpty()) {
                    long count = file.read(kept);
                    LOG.info(
                            "{} nodes were loaded from the store, which is as of {}",
                            count,
                            mark.get().asOf());
                    asOf = mark.get().asOf();
                    return mark.get().offsets();
                }
                throwAway(refusal.get());
            }
        } catch (DamagedStoreException damaged) {
            throwAway("it " + damaged.getMessage());
            throw damaged;
        }
        asOf = now;
        return Map.of();
    }

    private void throwAway(String why) {
        LOG.warn("The store is thrown away and all nodes are read from Kafka: {}.", why);
        try {
            file.clear();
            broken = false;
            tidy = false;
        } catch (RuntimeException failed) {
            // Without a store it goes on as one that has none; what is left there is not of use to anybody.
            broken = true;
            LOG.warn("No store is kept until the next start: {}", failed.getMessage());
        }
    }

    @Override
    public boolean isKept() {
        return true;
    }

    @Override
    public void value(int column, int code, byte[] value) {
        put(StateFile.ofValue(column, code), value);
    }

    @Override
    public void row(byte[] id, byte[] image) {
        put(StateFile.ofRow(id), image);
    }

    @Override
    public void gone(byte[] id) {
        put(StateFile.ofRow(id), null);
    }

    @Override
    public void held(String nodeId, byte[] image) {
        put(StateFile.ofHeld(nodeId), image);
    }

    private void put(byte[] key, byte[] value) {
        if (!broken) {
            try {
                file.put(key, value);
            } catch (RocksDBException failed) {
                broken(failed);
            }
        }
    }

    @Override
    public void reached(Map<Integer, Long> offsets, Instant complete) {
        if (broken || log == null) {
            return;
        }
        Instant now = clock.instant();
        if (complete != null) {
            asOf = complete;
        }
        if (file.waiting() == 0 && now.isBefore(writtenAt.plus(IDLE))) {
            return;
        }
        try {
            if (complete != null && !tidy) {
                file.tidy();
                tidy = true;
            }
            file.write(new StoreMark(log.cluster(), log.topic(), log.partitions(), served, asOf, offsets));
            writtenAt = now;
        } catch (RocksDBException failed) {
            broken(failed);
        }
    }

    private void broken(RocksDBException failed) {
        broken = true;
        LOG.warn(
                "The store can't be written, so that the next start reads from Kafka what comes from now on: {}",
                failed.getMessage());
    }

    @Override
    public void forget() {
        throwAway("Kafka no longer has the place that it is at");
    }

    /** Frees the folder. A reader that is not done yet fails. */
    @Override
    public void close() {
        file.close();
        lock.close();
    }
}
