package dev.pulse.marketplace.farmer;

import dev.pulse.domain.life.PriceList;

/**
 * What a farmer has arranged.
 *
 * @param prices his pricing templates
 * @param autoPublish what each of his nodes is offered for once it is paired, or null where he is asked
 */
public record FarmerSettings(PriceList prices, Tariff autoPublish) {
    /** Nothing. */
    public static final FarmerSettings NONE = new FarmerSettings(PriceList.BUILT_IN, null);

    /**
     * A price.
     *
     * @param pricePerHour whole SPORE for a slice and hour, unsigned, not 0
     * @param template the pricing template that it follows, or null
     */
    public record Tariff(long pricePerHour, String template) {}

    FarmerSettings priced(PriceList other) {
        return new FarmerSettings(other, autoPublish);
    }

    FarmerSettings publishing(Tariff tariff) {
        return new FarmerSettings(prices, tariff);
    }
}
