package dev.pulse.marketplace.proof;

import dev.pulse.domain.proof.Chain;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.client.ViewCall;
import dev.pulse.ledger.contract.Page;
import dev.pulse.ledger.proof.ChainLedger;
import dev.pulse.ledger.proof.Statement;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.rpc.LedgerException.Unreachable;
import dev.pulse.marketplace.proof.LedgerLinks.Found;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the ledger, each time: three questions, one after the other, none after one that failed. */
public final class AskedLedger implements LedgerSource {
    private static final Logger LOG = LoggerFactory.getLogger(AskedLedger.class);

    private final LedgerClient ledger;

    /** Answers of this ledger. */
    public AskedLedger(LedgerClient ledger) {
        this.ledger = ledger;
    }

    /** How an answer is read; empty where the ledger has none. */
    @FunctionalInterface
    private interface Reader<T> {
        Optional<T> read(String result) throws Unreachable;
    }

    @Override
    public LedgerLinks ask(String nodeId) throws InterruptedException {
        Found<Chain.Registration> registration = ask(
                ChainLedger.registrationOf(nodeId),
                ChainLedger::registration,
                none("not_registered", "The ledger knows no node of this name."));
        if (registration instanceof Found.Missing<?> missing && !missing.known()) {
            return LedgerLinks.unknown(missing.reason(), missing.detail());
        }
        Found<Chain.Listing> listing = ask(
                ChainLedger.listingOf(nodeId),
                ChainLedger::listing,
                none("not_listed", "The ledger has no open offer of this node."));
        Found<Page<Chain.Reservation>> reservations = switch (listing) {
            case Found.Missing<Chain.Listing> missing ->
                new Found.Missing<>(missing.reason(), missing.detail(), missing.known());
            case Found.Stated<Chain.Listing> stated ->
                ask(
                        ChainLedger.reservationsOn(stated.link().listingId()),
                        result -> Optional.of(ChainLedger.reservations(result)),
                        none("not_listed", "The ledger has no open offer of this node."));
        };
        return new LedgerLinks(registration, listing, reservations);
    }

    private static <T> Found.Missing<T> none(String reason, String detail) {
        return new Found.Missing<>(reason, detail, true);
    }

    private <T> Found<T> ask(ViewCall call, Reader<T> reader, Found.Missing<T> none) throws InterruptedException {
        try {
            Statement statement = Statement.of(call, ledger.view(call));
            Optional<T> link = reader.read(statement.result());
            return link.isPresent() ? new Found.Stated<>(statement, link.get()) : none;
        } catch (LedgerException e) {
            // Where its endpoints are is nobody's business who asks for a proof.
            LOG.warn("The ledger gave no answer for a proof to {}: {}", call.method(), e.getMessage());
            return new Found.Missing<>(
                    LedgerLinks.LEDGER_FAILED, "The ledger gave no answer; it may in some seconds.", false);
        }
    }
}
