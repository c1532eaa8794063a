package dev.pulse.marketplace.http.operator;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.marketplace.traffic.RejectionLog;
import dev.pulse.marketplace.traffic.Sampler;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** How many were refused, moment by moment. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "Rejections", description = "How many were refused, moment by moment, over the last quarter of an hour.")
public record RejectionsAnswer(
        @Schema(description = "Oldest first") List<MomentAnswer> samples,

        @Schema(description = "Seconds between two samples") long everyS,

        @Schema(description = "Unix seconds of the last sample; null before the first")
        Long asOf) {
    /** One moment. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "RejectionsMoment", description = "The counts of one moment.")
    public record MomentAnswer(
            @Schema(description = "Unix seconds") long at,

            @Schema(description = "Dead letters by reason, since the counting began: the rate is in the differences")
            SortedMap<String, Long> counts) {
        static MomentAnswer of(RejectionLog.Sample sample) {
            SortedMap<String, Long> counts = new TreeMap<>();
            sample.counts().forEach((reason, count) -> counts.put(reason.wire(), count));
            return new MomentAnswer(TimeUnit.MILLISECONDS.toSeconds(sample.at()), counts);
        }
    }

    static RejectionsAnswer of(Sampler sampler) {
        List<MomentAnswer> samples =
                sampler.rejections().stream().map(MomentAnswer::of).toList();
        return new RejectionsAnswer(
                samples,
                sampler.every().toSeconds(),
                samples.isEmpty() ? null : samples.getLast().at());
    }
}
