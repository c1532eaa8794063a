package dev.pulse.domain.life;

import dev.pulse.domain.account.Account;

/** What somebody wants done to a node (design section 5). Keys are changed by the verifier, which alone binds them. */
public sealed interface Command {
    /**
     * Tie it to a farmer.
     *
     * @param ownership whose it is to be; who sends this has checked the proof and asked the ledger
     */
    record Pair(Ownership ownership) implements Command {}

    /**
     * It is offered on the ledger.
     *
     * @param farmer who earns, by the ledger
     * @param offer the offer there
     */
    record Publish(Account farmer, Offer offer) implements Command {}

    /** The offer was closed. */
    record Unpublish() implements Command {}

    /**
     * The offer's price was changed.
     *
     * @param pricePerHour whole SPORE for a slice and hour, unsigned, not 0
     * @param template the pricing template that it follows, or null
     */
    record Price(long pricePerHour, String template) implements Command {}

    /**
     * Hold slices for a renter, or say that the ledger has the reservation.
     *
     * @param hold a promise without a reservation's name, whose times the rule sets; or what the ledger has
     */
    record Reserve(Hold hold) implements Command {}

    /**
     * Give slices back.
     *
     * @param requestId that of the hold, or null
     * @param reservationId its name on the ledger, or null
     */
    record Release(String requestId, String reservationId) implements Command {}

    /**
     * Announce a maintenance window in place of the one before; one that is over when the command is taken ends it.
     *
     * @param window when
     */
    record Maintain(Window window) implements Command {}

    /** Take it out of service for good. */
    record Retire() implements Command {}
}
