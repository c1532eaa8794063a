package dev.pulse.domain.rotation;

import dev.pulse.domain.account.Account;

/**
 * Whether a proved rotation binds a node to its new account. It must speak of the account that the node is bound to now,
 * and be newer than the one that bound it: so one that was recorded can't roll a later one back, not even where a node
 * returns to an account that it had before.
 */
public final class RotationRule {
    /** The time of the last rotation of a node that had none. */
    public static final long NEVER = Long.MIN_VALUE;

    private RotationRule() {}

    /** What becomes of it. */
    public sealed interface Answer {
        /** The node is bound to the new account from now on. */
        record Binds() implements Answer {}

        /** It is bound to the new account already. */
        record BoundBefore() implements Answer {}

        /**
         * Nothing changes.
         *
         * @param code machine-readable reason, lower snake case
         * @param detail one sentence for a person
         */
        record Refused(String code, String detail) implements Answer {}
    }

    /**
     * Judges a rotation whose signatures hold.
     *
     * @param bound the account that the node is bound to, or null
     * @param rotatedAtS the timestamp of the rotation that bound it, unix seconds; {@link #NEVER} where none did
     */
    public static Answer judge(Rotation rotation, Account bound, long rotatedAtS) {
        if (bound == null) {
            return new Answer.Refused(
                    "unknown_node",
                    "Node " + rotation.nodeId() + " is bound to no account, so there is none to change.");
        }
        if (bound.equals(rotation.next())) {
            return new Answer.BoundBefore();
        }
        if (!bound.equals(rotation.account())) {
            return new Answer.Refused(
                    "wrong_account",
                    "Node " + rotation.nodeId() + " is bound to account " + bound + ", not to " + rotation.account()
                            + ".");
        }
        if (rotation.timestamp() <= rotatedAtS) {
            return new Answer.Refused(
                    "stale_rotation",
                    "A rotation that was signed at " + rotatedAtS + " has been taken; this one was signed at "
                            + rotation.timestamp() + ".");
        }
        return new Answer.Binds();
    }
}
