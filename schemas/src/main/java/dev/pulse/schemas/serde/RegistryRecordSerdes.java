package dev.pulse.schemas.serde;

import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;

/**
 * Serdes whose records name their schema by its id in an Apicurio registry, in the common wire format: a zero, the
 * 4-byte content id big endian, Avro binary. Apicurio's and Confluent's deserialisers read what these write, and the
 * other way round (Confluent's through the registry's {@code /apis/ccompat/v7}).
 *
 * <p>An id and its schema never change, so whatever was learnt once is never asked again: after
 * {@link #awaitRegistry} the registry may be away for as long as it likes, and records of this process's own schemas
 * are still written and read. Only a schema that another, newer process has registered since is asked for, once.
 *
 * <p>Several record classes may stand in one topic: an artifact is named after its record, not after the topic.
 */
public final class RegistryRecordSerdes implements RecordSerdes, AutoCloseable {
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);
    private static final Duration BETWEEN_MESSAGES = Duration.ofSeconds(3);

    private final RegistryClient client;
    private final LongSupplier nanoTime;
    private final Ids ids;

    /** Serdes that have not talked to the registry yet. */
    public RegistryRecordSerdes(RegistrySettings settings) {
        this(settings, System::nanoTime);
    }

    RegistryRecordSerdes(RegistrySettings settings, LongSupplier nanoTime) {
        this.client = new RegistryClient(settings);
        this.nanoTime = nanoTime;
        this.ids = new Ids(client, nanoTime);
    }

    @Override
    public <V extends SpecificRecord> Serde<V> of(Topic<V> topic) {
        return new FramedSerde<>(topic, ids);
    }

    /** How the bytes of any topic's records say which schema they have. */
    Framing framing() {
        return ids;
    }

    /**
     * Waits until the registry answers, then registers the schemas of all {@link Topics}, so that nothing in the hot
     * path has to ask for one.
     *
     * @param max how long to wait for a registry that is away
     * @param progress takes a sentence every few seconds of waiting, and one at the end
     * @throws RegistryUnavailableException when the registry was away for all that time, or the thread was interrupted;
     *     the message is a sentence that names the address
     * @throws IllegalStateException when the registry refuses a schema, what answers there is no registry, or its
     *     certificate is not trusted; the message is a sentence that names the address
     */
    public void awaitRegistry(Duration max, Consumer<String> progress) {
        long begun = nanoTime.getAsLong();
        long nextMessage = begun;
        while (true) {
            try {
                int count = registerAll();
                progress.accept("The schema registry at " + client.url() + " has all " + count + " schemas.");
                return;
            } catch (RegistryClient.Refused e) {
                throw new IllegalStateException(sentence(e.getMessage()), e);
            } catch (RegistryUnavailableException e) {
                long now = nanoTime.getAsLong();
                long waited = now - begun;
                if (waited >= max.toNanos()) {
                    throw new RegistryUnavailableException(
                            sentence(e.getMessage()) + " Waited " + seconds(waited)
                                    + " s: check that it runs, and that registry.url is right.",
                            e);
                }
                if (now >= nextMessage) {
                    nextMessage = now + BETWEEN_MESSAGES.toNanos();
                    progress.accept("Waiting for the schema registry at " + client.url() + ", " + seconds(waited)
                            + " of at most " + max.toSeconds() + " s.");
                }
                pause(e);
            }
        }
    }

    private int registerAll() {
        List<Schema> schemas = Topics.all().stream()
                .map(Topic::values)
                .flatMap(Collection::stream)
                .distinct()
                .map(type -> FramedSerde.schemaOf(type.asSubclass(SpecificRecord.class)))
                .toList();
        for (Schema schema : schemas) {
            ids.learn(schema);
            client.demandCompatibility(schema);
        }
        return schemas.size();
    }

    private static void pause(RegistryUnavailableException cause) {
        try {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_ATTEMPTS.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException(sentence(cause.getMessage()) + " Stopped waiting for it.", e);
        }
    }

    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos);
    }

    private static String sentence(String message) {
        return Character.toUpperCase(message.charAt(0)) + message.substring(1) + (message.endsWith(".") ? "" : ".");
    }

    /** Drops the connections to the registry. Serdes go on with the schemas they know. */
    @Override
    public void close() {
        client.close();
    }

    /** Content ids and schemas, both ways, for as long as the process lives. */
    private static final class Ids implements Framing {
        private static final int LENGTH = 5;

        /** How long an unknown id is not asked for again. Writers register before they write, so it's a long shot. */
        private static final long UNKNOWN_NANOS = TimeUnit.SECONDS.toNanos(60);

        /** How long a registry that did not answer is left alone. */
        private static final long AWAY_NANOS = TimeUnit.SECONDS.toNanos(1);

        /** The newest unknown ids that are remembered: some 1 MB at most. */
        private static final int MAX_UNKNOWN = 10_000;

        private final RegistryClient client;
        private final LongSupplier nanoTime;
        private final Map<Schema, byte[]> headers = new ConcurrentHashMap<>();
        private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
        private final Map<Integer, Long> unknownUntil = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Long> eldest) {
                return size() > MAX_UNKNOWN;
            }
        };
        private long awayUntil;
        private RegistryUnavailableException away;

        Ids(RegistryClient client, LongSupplier nanoTime) {
            this.client = client;
            this.nanoTime = nanoTime;
        }

        @Override
        public int headerLength() {
            return LENGTH;
        }

        @Override
        public byte[] header(Schema schema) {
            byte[] known = headers.get(schema);
            return known == null ? register(schema) : known;
        }

        @Override
        public long schemaKey(byte[] data) {
            if (data[0] != 0) {
                throw new SerializationException("a record begins with a zero, not with " + (data[0] & 0xFF));
            }
            int id = ByteBuffer.wrap(data).getInt(1);
            if (id <= 0) {
                throw new SerializationException("no schema has the id " + id);
            }
            return id;
        }

        @Override
        public Schema schema(long key) {
            Schema known = schemas.get((int) key);
            return known == null ? find((int) key) : known;
        }

        /** Registers a schema in any case, and remembers its id. */
        synchronized byte[] learn(Schema schema) {
            int id = client.register(schema);
            byte[] header = ByteBuffer.allocate(LENGTH).putInt(1, id).array();
            schemas.put(id, schema);
            headers.put(schema, header);
            return header;
        }

        /** One caller at a time asks; the others find what it learnt. */
        private synchronized byte[] register(Schema schema) {
            byte[] known = headers.get(schema);
            if (known != null) {
                return known;
            }
            refuseWhileAway();
            try {
                return learn(schema);
            } catch (RegistryUnavailableException e) {
                throw leaveAlone(e);
            } catch (RegistryClient.Refused e) {
                throw new SerializationException(e.getMessage(), e);
            }
        }

        private synchronized Schema find(int id) {
            Schema known = schemas.get(id);
            if (known != null) {
                return known;
            }
            Long until = unknownUntil.get(id);
            if (until == null || nanoTime.getAsLong() - until >= 0) {
                refuseWhileAway();
                try {
                    Optional<Schema> found = client.find(id);
                    if (found.isPresent()) {
                        schemas.put(id, found.get());
                        return found.get();
                    }
                } catch (RegistryUnavailableException e) {
                    throw leaveAlone(e);
                }
                unknownUntil.remove(id);
                unknownUntil.put(id, nanoTime.getAsLong() + UNKNOWN_NANOS);
            }
            throw new SerializationException("the schema registry at " + client.url() + " has no Avro schema " + id);
        }

        private void refuseWhileAway() {
            if (away != null && nanoTime.getAsLong() - awayUntil < 0) {
                throw new RegistryUnavailableException(away.getMessage(), away);
            }
        }

        private RegistryUnavailableException leaveAlone(RegistryUnavailableException e) {
            away = e;
            awayUntil = nanoTime.getAsLong() + AWAY_NANOS;
            return e;
        }
    }
}
