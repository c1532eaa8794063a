package dev.pulse.marketplace.note;

import dev.pulse.domain.life.Ownership;
import dev.pulse.ledger.rpc.LedgerException;

/** Notes of what the ledger's other contracts do not know: who was paired, and who was retired. */
public interface NodeNotes {
    /** Where there is no ledger, nothing is noted. */
    NodeNotes NONE = new NodeNotes() {
        @Override
        public void paired(String nodeId, Ownership ownership, boolean changed) {
            // There is nobody to tell.
        }

        @Override
        public void retired(String nodeId, Ownership ownership) {
            // There is nobody to tell.
        }
    };

    /**
     * Notes whose a node is, after the lifecycle stream has taken it.
     *
     * @param changed whether that was otherwise before; if not, a note that says as much stays as it is
     */
    void paired(String nodeId, Ownership ownership, boolean changed) throws LedgerException, InterruptedException;

    /** Notes that a node was taken out of service for good. */
    void retired(String nodeId, Ownership ownership) throws LedgerException, InterruptedException;
}
