package dev.pulse.marketplace.hook.send;

import java.util.OptionalLong;

/**
 * Something that somebody is to be told, and what became of it. Times are unix milliseconds.
 *
 * @param id the same whenever the same thing is told, by whatever instance
 * @param event what it is about
 * @param body JSON
 * @param createdAt when it was found
 * @param firstAt when the tries began: at first, or once it was sent again
 * @param tries how many there were since
 * @param status whether it is to be tried
 * @param nextAt when; meaningless unless it waits
 * @param error what the last try failed of, or null
 */
public record Delivery(
        String id,
        String event,
        String body,
        long createdAt,
        long firstAt,
        int tries,
        Status status,
        long nextAt,
        String error) {
    /** Whether it is to be tried. */
    public enum Status {
        /** It is. */
        WAITING,
        /** It arrived. */
        DELIVERED,
        /** It was given up. */
        DEAD
    }

    /** One that is to be tried at once. */
    public static Delivery of(String id, String event, String body, long now) {
        return new Delivery(id, event, body, now, now, 0, Status.WAITING, now, null);
    }

    /**
     * After a try.
     *
     * @param failure what it failed of; null where it arrived
     * @param chance 0 to 1
     */
    public Delivery tried(String failure, long now, double chance) {
        int more = tries + 1;
        if (failure == null) {
            return new Delivery(id, event, body, createdAt, firstAt, more, Status.DELIVERED, now, null);
        }
        OptionalLong next = RetryRule.next(more, firstAt, now, chance);
        Status after = next.isPresent() ? Status.WAITING : Status.DEAD;
        return new Delivery(id, event, body, createdAt, firstAt, more, after, next.orElse(now), failure);
    }

    /** Given up without a try. */
    Delivery dropped(String why) {
        return new Delivery(id, event, body, createdAt, firstAt, tries, Status.DEAD, nextAt, why);
    }

    /** To be tried from now on as if it were new. */
    Delivery again(long now) {
        return new Delivery(id, event, body, createdAt, now, 0, Status.WAITING, now, error);
    }

    boolean waits() {
        return status == Status.WAITING;
    }
}
