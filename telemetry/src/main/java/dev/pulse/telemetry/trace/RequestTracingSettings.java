package dev.pulse.telemetry.trace;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Map;

/** The {@code tracing} block of a service at which traces begin, and which so decides what is traced. */
public final class RequestTracingSettings extends TracingSettings {
    /** Name of the environment variable that wins over {@code ratio}, as OpenTelemetry names it. */
    public static final String RATIO_VARIABLE = "OTEL_TRACES_SAMPLER_ARG";

    @DecimalMin("0") @DecimalMax("1") @JsonProperty
    private double ratio;

    @Min(0) @Max(10_000) @JsonProperty
    private int requestedPerSecond = 10;

    /**
     * {@code ratio}: share of the requests without a {@code traceparent} that are traced, 0 to 1. The variable
     * {@value #RATIO_VARIABLE}, where it is set, wins.
     *
     * @param environment the process's environment variables
     * @throws IllegalArgumentException naming the variable, when it is no number from 0 to 1
     */
    public double ratio(Map<String, String> environment) {
        String variable = environment.get(RATIO_VARIABLE);
        if (variable == null || variable.isBlank()) {
            return ratio;
        }
        double share;
        try {
            share = Double.parseDouble(variable);
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException(RATIO_VARIABLE + " must be 0 to 1, not " + variable, none);
        }
        if (share >= 0 && share <= 1) {
            return share;
        }
        throw new IllegalArgumentException(RATIO_VARIABLE + " must be 0 to 1, not " + variable);
    }

    /** {@code requestedPerSecond}: requests a second that are traced since their client asks for it, at most; 0 to 10,000. */
    public int requestedPerSecond() {
        return requestedPerSecond;
    }
}
