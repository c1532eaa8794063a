package dev.pulse.domain.life;

/**
 * What a node is offered for, as it stands on the ledger.
 *
 * @param listingId its name there
 * @param operator the account that made it, of either kind
 * @param pricePerHour whole SPORE for a slice and hour, unsigned, not 0
 * @param slices how many are offered, 1 or more
 * @param template the pricing template that it follows, or null for a price of its own
 * @param publishedAt unix milliseconds
 */
public record Offer(
        String listingId, String operator, long pricePerHour, int slices, String template, long publishedAt) {
    Offer at(long price, String newTemplate) {
        return new Offer(listingId, operator, price, slices, newTemplate, publishedAt);
    }
}
