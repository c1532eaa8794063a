package dev.pulse.marketplace.http.market;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.life.Template;
import dev.pulse.marketplace.http.Problem;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a request says that something costs.
 *
 * @param perHour whole SPORE for a slice and hour, unsigned, not 0
 * @param template the pricing template that it follows, or null
 */
record Price(long perHour, String template) {
    private static final int MAX_BITS = 64;
    private static final int MAX_DIGITS = 20;

    /** @throws Problem unless there is a template or a price, and not both */
    static Price of(JsonNode request) {
        boolean named = request.has("template");
        if (named == request.has("price_per_hour")) {
            throw new Problem(400, "bad_price", "A price is a template or a price_per_hour, one of the two.");
        }
        return named
                ? ofTemplate(request.path("template").asText())
                : new Price(perHour(request.path("price_per_hour")), null);
    }

    private static Price ofTemplate(String name) {
        Template template = Template.of(name)
                .orElseThrow(() -> new Problem(
                        400,
                        "unknown_template",
                        Arrays.stream(Template.values())
                                .map(Template::wire)
                                .collect(Collectors.joining(", ", "The templates are ", "."))));
        return new Price(template.pricePerHour(), template.wire());
    }

    private static long perHour(JsonNode value) {
        boolean digits = value.isTextual()
                && !value.asText().isEmpty()
                && value.asText().length() <= MAX_DIGITS
                && value.asText().chars().allMatch(c -> c >= '0' && c <= '9');
        if (digits || value.isIntegralNumber()) {
            BigInteger price = digits ? new BigInteger(value.asText()) : value.bigIntegerValue();
            if (price.signum() > 0 && price.bitLength() <= MAX_BITS) {
                return price.longValue();
            }
        }
        throw new Problem(
                400, "bad_price", "A price_per_hour is whole SPORE, a number or a text of digits from 1 to 2^64 - 1.");
    }
}
