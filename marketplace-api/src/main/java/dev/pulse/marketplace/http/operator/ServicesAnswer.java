package dev.pulse.marketplace.http.operator;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.service.ServiceWatch.Service;
import dev.pulse.marketplace.service.Standing;
import dev.pulse.marketplace.service.Standing.Build;
import dev.pulse.marketplace.traffic.Cluster.Facts;
import dev.pulse.marketplace.traffic.Sampler;
import dev.pulse.marketplace.traffic.Troubles.Trouble;
import dev.pulse.schemas.about.About;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/** Which services are up, and which build each is. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "Services", description = "Which services are up, and which build each is.")
public record ServicesAnswer(
        @Schema(description = "This explorer, then those that it was told of, by name")
        List<ServiceAnswer> services,

        KafkaAnswer kafka,

        @Schema(description = "Seconds between two questions to a service")
        long everyS) {
    private static final String TRANSACTIONS = "transaction.version";

    /** One service. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Service", description = "One service.")
    public record ServiceAnswer(
            @Schema(description = "What it is") String service,

            @Schema(description = "Where it was asked; null for this explorer")
            String address,

            @Schema(
                    description = "unknown before it was first asked",
                    allowableValues = {"up", "not_ready", "unreachable", "unknown"})
            String state,

            @Schema(description = "A sentence; null where there is nothing to add")
            String detail,

            @Schema(description = "Since when it is in this state, unix seconds; not before this explorer started")
            Long since,

            @Schema(description = "When it was last asked, unix seconds")
            Long asOf,

            @Schema(description = "Its version, as it last said; null where it never did")
            String version,

            @Schema(description = "The commit that it was built from, where it says so")
            String commit,

            @Schema(description = "When its process started, unix seconds, where it says so")
            Long startedAt) {
        static ServiceAnswer of(Service service) {
            Standing standing = service.standing();
            if (standing == null) {
                return new ServiceAnswer(
                        service.name(), service.address().toString(), "unknown", null, null, null, null, null, null);
            }
            Build build = standing.build();
            return new ServiceAnswer(
                    service.name(),
                    service.address().toString(),
                    Answers.word(standing.state()),
                    standing.detail(),
                    TimeUnit.MILLISECONDS.toSeconds(standing.since()),
                    TimeUnit.MILLISECONDS.toSeconds(standing.askedAt()),
                    build == null ? null : build.version(),
                    build == null ? null : build.commit(),
                    build == null ? null : build.startedAt());
        }

        /**
         * This explorer.
         *
         * @param problem why it is not ready; null where it is
         */
        static ServiceAnswer self(About about, String problem, long now) {
            return new ServiceAnswer(
                    about.service(),
                    null,
                    problem == null ? "up" : "not_ready",
                    problem,
                    null,
                    now,
                    about.version(),
                    about.commit(),
                    about.startedAt().getEpochSecond());
        }
    }

    /** Kafka. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "KafkaCluster", description = "Kafka.")
    public record KafkaAnswer(
            @Schema(
                    description = "unknown where it is not asked, or was not yet",
                    allowableValues = {"up", "unreachable", "unknown"})
            String state,

            @Schema(description = "A sentence; null where there is nothing to add")
            String detail,

            @Schema(description = "Brokers that are up; null where not known")
            Integer brokers,

            @Schema(description = "What its brokers agree on: finalized levels by feature")
            SortedMap<String, Integer> features,

            @Schema(description = "Since when it is not reachable, unix seconds")
            Long since,

            @Schema(description = "When it last answered, unix seconds")
            Long asOf) {
        static KafkaAnswer of(Sampler sampler) {
            Facts facts = sampler.findings().facts();
            Optional<Trouble> trouble = sampler.troubles().stream()
                    .filter(one -> one.part().equals(Sampler.CLUSTER))
                    .findFirst();
            return new KafkaAnswer(
                    trouble.isPresent() ? "unreachable" : facts == null ? "unknown" : "up",
                    trouble.map(Trouble::detail).orElseGet(() -> doubt(facts)),
                    facts == null ? null : facts.brokers(),
                    facts == null ? null : facts.features(),
                    trouble.map(one -> TimeUnit.MILLISECONDS.toSeconds(one.since()))
                            .orElse(null),
                    facts == null
                            ? null
                            : TimeUnit.MILLISECONDS.toSeconds(sampler.findings().factsAt()));
        }

        /** KIP-890: below 2, a transaction that a killed process left open may swallow another one's records. */
        private static String doubt(Facts facts) {
            return facts == null || facts.features().getOrDefault(TRANSACTIONS, 0) >= 2
                    ? null
                    : "Its " + TRANSACTIONS + " is " + facts.features().getOrDefault(TRANSACTIONS, 0)
                            + ": exactly once needs 2.";
        }
    }
}
