package dev.pulse.system.rig;

import dev.pulse.schemas.access.AccessAdmin;
import dev.pulse.schemas.access.Actor;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.kafka.TopicAdmin;
import dev.pulse.schemas.kafka.TopicSettings;
import dev.pulse.standalone.secure.SecureFolder;
import dev.pulse.system.rig.ClusterSettings.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is different for a cluster whose Kafka takes nobody's word; nothing at all where it does. */
public final class Secured {
    private final Path path;
    private final SecureFolder folder;

    private Secured(Path path, SecureFolder folder) {
        this.path = path;
        this.folder = folder;
    }

    /** Certificates and users for a cluster that wants them. */
    static Secured of(ClusterSettings settings) {
        Path path = settings.folder().resolve("secure");
        try {
            return new Secured(
                    path, settings.secured() ? SecureFolder.create(path, List.of("localhost", "127.0.0.1")) : null);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A broker's command, with what it needs more. */
    List<String> broker(String... command) {
        Stream<String> more = folder == null ? Stream.of() : Stream.of("--secure", path.toString());
        return Stream.concat(Stream.of(command), more).toList();
    }

    /** How the administrator reaches Kafka. */
    KafkaSettings admin(String bootstrapServers) {
        return as(SecureFolder.ADMIN, bootstrapServers);
    }

    /** How somebody else does. */
    public KafkaSettings as(Actor actor, String bootstrapServers) {
        return as(actor.user(), bootstrapServers);
    }

    /** What a command that somebody runs says more. */
    public List<String> options(Actor actor) {
        return folder == null
                ? List.of()
                : List.of("--kafka-config", folder.client(actor.user()).toString());
    }

    private KafkaSettings as(String user, String bootstrapServers) {
        return KafkaSettings.of(bootstrapServers, Map.of(), folder == null ? null : folder.client(user));
    }

    /** What nobody may find in a log. */
    public List<String> secrets() {
        return folder == null ? List.of() : folder.passwords();
    }

    /**
     * What a service's {@code kafka} block says more, and whether it makes topics: not where an administrator does. Such a
     * service logs in JSON, too.
     */
    String service(Service service) {
        return folder == null
                ? "createTopics: true\n"
                : "  configFile: " + folder.client(Actor.valueOf(service.name()).user()) + "\ncreateTopics: false\n"
                        + "logging: {type: external}\n";
    }

    /** A service's JVM flags, with what makes it log in JSON. */
    List<String> flags(List<String> own) {
        Path json = Path.of(System.getProperty("pulse.home", ".."), "infra", "logging", "json.xml");
        Stream<String> more = folder == null
                ? Stream.of()
                : Stream.of(
                        "-Dlogback.configurationFile=" + json.toAbsolutePath().normalize());
        return Stream.concat(own.stream(), more).toList();
    }

    /** What an administrator does before services start: topics and rights. */
    void open(String bootstrapServers, TopicSettings shape, Duration within) {
        if (folder == null) {
            return;
        }
        try (TopicAdmin topics = new TopicAdmin(admin(bootstrapServers));
                AccessAdmin access = new AccessAdmin(admin(bootstrapServers))) {
            topics.prepare(shape, within, message -> {});
            access.make(access.changes());
        }
    }
}
