package dev.pulse.marketplace.note;

import dev.pulse.domain.life.Ownership;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.contract.Note;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.util.Optional;

/** Notes of this marketplace's operator. Safe for several threads. */
public final class LedgerNodeNotes implements NodeNotes {
    private final Marketplace contract;
    private final TransactionSigner operator;

    /** The notes of this operator. */
    public LedgerNodeNotes(Marketplace contract, TransactionSigner operator) {
        this.contract = contract;
        this.operator = operator;
    }

    @Override
    public void paired(String nodeId, Ownership ownership, boolean changed)
            throws LedgerException, InterruptedException {
        boolean noted =
                !changed && note(nodeId).filter(note -> note.covers(ownership)).isPresent();
        if (!noted) {
            contract.keep(operator, NodeNote.key(nodeId), new NodeNote(ownership, false).text());
        }
    }

    @Override
    public void retired(String nodeId, Ownership ownership) throws LedgerException, InterruptedException {
        NodeNote note = note(nodeId).orElse(new NodeNote(ownership, true)).asRetired();
        contract.keep(operator, NodeNote.key(nodeId), note.text());
    }

    private Optional<NodeNote> note(String nodeId) throws LedgerException, InterruptedException {
        return contract.note(operator.key().hex(), NodeNote.key(nodeId))
                .map(Note::value)
                .flatMap(NodeNote::of);
    }
}
