package dev.pulse.marketplace.rebuild;

import dev.pulse.domain.life.Command;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.market.Orders;
import dev.pulse.marketplace.rebuild.Tally.Outcome;
import dev.pulse.schemas.convert.CommandRecords;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Tells the lifecycle stream everything that the ledger knows of the nodes that were paired here: their farmers, offers,
 * reservations. What it knows already is answered as unchanged, so this may be done at any time, cut off, and done again.
 */
public final class Rebuild {
    /** Nodes under way at one time: an outcome takes a commit interval of the lifecycle stream. */
    private static final int AT_A_TIME = 256;

    /** Who asks, in the records. */
    private static final String ISSUER = "rebuild";

    private final LedgerNodes nodes;
    private final Orders orders;
    private final InstantSource clock;
    private final Tally tally;

    /**
     * A rebuild.
     *
     * @param operator the account that the marketplace acts with on the ledger
     * @param orders where commands go; started
     * @param tally where its progress is counted
     */
    public Rebuild(LedgerClient ledger, String operator, Orders orders, InstantSource clock, Tally tally) {
        this.nodes = new LedgerNodes(new Hosting(ledger), new Marketplace(ledger), operator);
        this.orders = orders;
        this.clock = clock;
        this.tally = tally;
    }

    /**
     * Does it, node by node.
     *
     * @throws LedgerException when the ledger does not say which nodes there are; those before are done
     */
    public void run() throws LedgerException, InterruptedException {
        Semaphore room = new Semaphore(AT_A_TIME);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String after = null;
            do {
                LedgerNodes.Names page = nodes.names(after);
                for (String nodeId : page.names()) {
                    room.acquire();
                    threads.execute(() -> {
                        try {
                            bringBack(nodeId);
                        } finally {
                            room.release();
                        }
                    });
                }
                after = page.next();
            } while (after != null);
        }
    }

    private void bringBack(String nodeId) {
        try {
            Optional<LedgerNode> node = nodes.find(nodeId);
            if (node.isEmpty()) {
                tally.failed(nodeId, "The ledger has a note of it, and no such node.");
                return;
            }
            for (Command command : node.get().commands()) {
                if (!tell(nodeId, command)) {
                    return;
                }
            }
            tally.node();
        } catch (LedgerException e) {
            tally.failed(nodeId, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tell(String nodeId, Command command) throws InterruptedException {
        Orders.Result result = orders.carryOut(
                CommandRecords.record(UUID.randomUUID().toString(), nodeId, ISSUER, clock.millis(), command, null));
        return switch (result) {
            case Orders.Result.NotNow later -> {
                tally.failed(nodeId, later.detail());
                yield false;
            }
            case Orders.Result.Answered answered -> {
                String code = answered.outcome().getCode();
                // A node on offer keeps its pairing: it has one.
                boolean known = code.equals("unchanged")
                        || command instanceof Command.Pair && code.equals("already_published")
                        || code.equals("already_retired");
                if (known || answered.outcome().getDone()) {
                    tally.count(command, known ? Outcome.KNOWN : Outcome.DONE);
                    yield true;
                }
                tally.failed(nodeId, code + ": " + answered.outcome().getDetail());
                yield false;
            }
        };
    }
}
