package dev.pulse.marketplace.http.operator;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.follow.Progress;
import dev.pulse.marketplace.traffic.Sampler;
import dev.pulse.marketplace.traffic.Traffic;
import dev.pulse.marketplace.traffic.Traffic.PartitionTraffic;
import dev.pulse.marketplace.traffic.Traffic.TopicTraffic;
import dev.pulse.marketplace.traffic.Troubles.Trouble;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/** How each partition of the path is written and read. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "Partitions", description = "How each partition of the path is written and read.")
public record PartitionsAnswer(
        @Schema(description = "By name; empty before the first sample")
        List<TopicAnswer> topics,

        @Schema(description = "The readers inside this explorer")
        List<FollowerAnswer> followers,

        @Schema(description = "What is not known at this moment")
        List<TroubleAnswer> troubles,

        @Schema(description = "Seconds between two samples") long everyS,

        @Schema(description = "Unix seconds of the last sample; null before the first")
        Long asOf) {
    /** One topic. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "TopicTraffic", description = "One topic.")
    public record TopicAnswer(
            String topic,

            @Schema(description = "Offsets per second of all partitions over the last 10 to 30 s; null where not known")
            BigDecimal rate,

            @Schema(description = "The same over the last 5 minutes, or what is known of them")
            BigDecimal rateMinutes,

            List<PartitionAnswer> partitions,

            @Schema(description = "What it grew by between two samples, oldest first")
            List<PointAnswer> points) {
        static TopicAnswer of(TopicTraffic topic) {
            return new TopicAnswer(
                    topic.topic(),
                    sum(topic.partitions().stream().map(PartitionTraffic::rate).toList()),
                    sum(topic.partitions().stream()
                            .map(PartitionTraffic::rateMinutes)
                            .toList()),
                    topic.partitions().stream()
                            .map(partition -> new PartitionAnswer(
                                    partition.partition(),
                                    partition.end(),
                                    rounded(partition.rate()),
                                    rounded(partition.rateMinutes()),
                                    partition.lags()))
                            .toList(),
                    topic.points().stream()
                            .map(point ->
                                    new PointAnswer(TimeUnit.MILLISECONDS.toSeconds(point.at()), rounded(point.rate())))
                            .toList());
        }

        /** Null where one of them is not known: a part of the sum is no sum. */
        private static BigDecimal sum(List<Double> rates) {
            double sum = 0;
            for (Double rate : rates) {
                if (rate == null) {
                    return null;
                }
                sum += rate;
            }
            return rounded(sum);
        }

        private static BigDecimal rounded(Double rate) {
            return rate == null ? null : BigDecimal.valueOf(rate).setScale(2, RoundingMode.HALF_UP);
        }
    }

    /** One partition. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "PartitionTraffic", description = "One partition.")
    public record PartitionAnswer(
            int partition,

            @Schema(description = "Up to where committed records can be read")
            long end,

            @Schema(description = "Offsets per second over the last 10 to 30 s; null where not known")
            BigDecimal rate,

            @Schema(description = "Over the last 5 minutes, or what is known of them")
            BigDecimal rateMinutes,

            @Schema(
                    description =
                            "Offsets that a group of readers has not committed yet, by group; only of those known")
            SortedMap<String, Long> lags) {}

    /** What a topic grew by. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "TrafficPoint", description = "What a topic grew by.")
    public record PointAnswer(
            @Schema(description = "Unix seconds") long at,

            @Schema(description = "Offsets per second") BigDecimal rate) {}

    /** A reader of this explorer. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Follower", description = "A reader of this explorer.")
    public record FollowerAnswer(
            String name,

            @Schema(description = "Offsets that are known of and not applied yet")
            long lag,

            @Schema(description = "Unix seconds; everything committed before has been applied")
            Long asOf,

            @Schema(description = "What keeps it from reading; null while it reads")
            String problem) {}

    /** What is not known. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Trouble", description = "What is not known.")
    public record TroubleAnswer(
            @Schema(description = "offsets, cluster, or group and its name")
            String part,

            @Schema(description = "A sentence") String detail,

            @Schema(description = "Unix seconds") long since) {
        static TroubleAnswer of(Trouble trouble) {
            return new TroubleAnswer(
                    trouble.part(), trouble.detail(), TimeUnit.MILLISECONDS.toSeconds(trouble.since()));
        }
    }

    static PartitionsAnswer of(Sampler sampler, SortedMap<String, Progress> followers) {
        Traffic traffic = sampler.findings().traffic();
        List<FollowerAnswer> readers = new ArrayList<>();
        followers.forEach((name, progress) -> readers.add(
                new FollowerAnswer(name, progress.lag(), Answers.seconds(progress.asOf()), progress.problem())));
        return new PartitionsAnswer(
                traffic == null
                        ? List.of()
                        : traffic.topics().stream().map(TopicAnswer::of).toList(),
                readers,
                sampler.troubles().stream().map(TroubleAnswer::of).toList(),
                sampler.every().toSeconds(),
                traffic == null ? null : TimeUnit.MILLISECONDS.toSeconds(traffic.at()));
    }
}
