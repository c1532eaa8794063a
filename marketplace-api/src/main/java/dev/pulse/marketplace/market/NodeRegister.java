package dev.pulse.marketplace.market;

import dev.pulse.domain.pairing.Pairing;
import dev.pulse.domain.rotation.Rotation;
import dev.pulse.ledger.rpc.LedgerException;

/** Says whose a node is. */
public interface NodeRegister {
    /** What it says of a pairing, or of a rotation. */
    sealed interface Entry {
        /**
         * It is so.
         *
         * @param farmId the farm that the node is in
         */
        record Owned(String farmId) implements Entry {}

        /**
         * It is not.
         *
         * @param code machine-readable reason, lower snake case
         * @param detail one sentence for a person
         */
        record Contradicted(String code, String detail) implements Entry {}
    }

    /** Whether the node is registered under the account that signed the pairing, in a farm of the farmer whom it names. */
    Entry check(Pairing pairing) throws LedgerException, InterruptedException;

    /** Whether the node has the new account, in a farm of the owner's where he is the one who says so. */
    Entry check(Rotation rotation) throws LedgerException, InterruptedException;

    /** How it knows. */
    Verification verification();
}
