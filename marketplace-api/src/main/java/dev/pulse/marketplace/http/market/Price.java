package dev.pulse.marketplace.http.market;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.PriceList;
import dev.pulse.domain.life.Template;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.farmer.Arrangements;
import dev.pulse.marketplace.http.Problem;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a request says that something costs.
 *
 * @param perHour whole SPORE for a slice and hour, unsigned, not 0
 * @param template the pricing template that it follows, or null
 */
public record Price(long perHour, String template) {
    private static final int MAX_BITS = 64;
    private static final int MAX_DIGITS = 20;

    /**
     * The price in a request of a farmer, whose own templates may be named.
     *
     * @throws Problem unless there is a template or a price, and not both; or when the ledger gives no answer
     */
    public static Price of(JsonNode request, Account farmer, Arrangements arrangements) throws InterruptedException {
        boolean named = request.has("template");
        if (named == request.has("price_per_hour")) {
            throw new Problem(400, "bad_price", "A price is a template or a price_per_hour, one of the two.");
        }
        return named
                ? ofTemplate(request.path("template").asText(), farmer, arrangements)
                : new Price(perHour(request), null);
    }

    private static Price ofTemplate(String name, Account farmer, Arrangements arrangements)
            throws InterruptedException {
        PriceList prices;
        try {
            // Everybody's templates need no question to the ledger.
            prices = Template.of(name).isPresent() ? PriceList.BUILT_IN : arrangements.prices(farmer);
        } catch (LedgerException e) {
            throw new Problem(502, "ledger_failed", e.getMessage());
        }
        OptionalLong price = prices.price(name);
        if (price.isEmpty()) {
            throw new Problem(400, "unknown_template", "Your templates are " + names(prices) + ".");
        }
        return new Price(price.getAsLong(), name);
    }

    private static String names(PriceList prices) {
        return Stream.concat(Arrays.stream(Template.values()).map(Template::wire), prices.own().keySet().stream())
                .collect(Collectors.joining(", "));
    }

    /**
     * The {@code price_per_hour} of a request: whole SPORE for a slice and hour, unsigned, not 0.
     *
     * @throws Problem when it is none
     */
    public static long perHour(JsonNode request) {
        JsonNode value = request.path("price_per_hour");
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
