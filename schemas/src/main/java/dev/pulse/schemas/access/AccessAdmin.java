package dev.pulse.schemas.access;

import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.kafka.KafkaUnusableException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.resource.PatternType;

/** Makes what Kafka lets Pulse's users do the same as {@link Access} says. Every wait is bounded. */
public final class AccessAdmin implements AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(15);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);

    /**
     * What differs.
     *
     * @param missing what users need and may not do
     * @param surplus what Pulse's users may do and don't need
     */
    public record Changes(List<AclBinding> missing, List<AclBinding> surplus) {
        public Changes {
            missing = List.copyOf(missing);
            surplus = List.copyOf(surplus);
        }
    }

    private final String servers;
    private final Admin admin;

    /** Connects when first used, as a user who may describe and alter the cluster. */
    public AccessAdmin(KafkaSettings settings) {
        servers = settings.bootstrapServers();
        Properties properties = settings.clientProperties();
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL.toMillis());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ATTEMPT.toMillis());
        admin = Admin.create(properties);
    }

    /**
     * What is to be changed.
     *
     * @throws KafkaUnusableException where Kafka refuses or does not answer, a sentence
     */
    public Changes changes() {
        Set<AclBinding> wanted = Arrays.stream(Actor.values())
                .flatMap(actor -> Access.of(actor).stream().flatMap(grant -> grant.bindings(principal(actor))))
                .collect(Collectors.toSet());
        Set<String> ours =
                Arrays.stream(Actor.values()).map(AccessAdmin::principal).collect(Collectors.toSet());
        Set<AclBinding> there = get(admin.describeAcls(AclBindingFilter.ANY).values(), "tell who may do what").stream()
                .filter(binding -> ours.contains(binding.entry().principal()))
                .collect(Collectors.toSet());
        return new Changes(without(wanted, there), without(there, wanted));
    }

    /**
     * Gives first, then takes back: what a user needs is never away in between.
     *
     * @throws KafkaUnusableException where Kafka refuses or does not answer, a sentence
     */
    public void make(Changes changes) {
        if (!changes.missing().isEmpty()) {
            get(admin.createAcls(changes.missing()).all(), "give rights");
        }
        if (!changes.surplus().isEmpty()) {
            get(
                    admin.deleteAcls(changes.surplus().stream()
                                    .map(AclBinding::toFilter)
                                    .toList())
                            .all(),
                    "take rights back");
        }
    }

    /** One right in a line. */
    public static String line(AclBinding binding) {
        return binding.entry().principal() + " " + binding.entry().operation() + " "
                + binding.pattern().resourceType().name().toLowerCase(Locale.ROOT) + " "
                + binding.pattern().name() + (binding.pattern().patternType() == PatternType.PREFIXED ? "*" : "");
    }

    private static String principal(Actor actor) {
        return "User:" + actor.user();
    }

    private static List<AclBinding> without(Set<AclBinding> all, Set<AclBinding> some) {
        Set<AclBinding> left = new HashSet<>(all);
        left.removeAll(some);
        return left.stream().sorted(Comparator.comparing(AccessAdmin::line)).toList();
    }

    private <T> T get(KafkaFuture<T> future, String what) {
        try {
            return future.get(CALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            String why =
                    failure instanceof ExecutionException ? failure.getCause().getMessage() : "no answer in time";
            throw new KafkaUnusableException("Kafka at " + servers + " did not " + what + ": " + why, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaUnusableException("Stopped waiting for Kafka at " + servers + ".", interrupted);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
