package dev.pulse.ledger.devnet.chain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.account.Base58;
import dev.pulse.ledger.borsh.BorshException;
import dev.pulse.ledger.transaction.SignedTransaction;
import dev.pulse.ledger.transaction.TransactionCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes blocks of the transactions that come in, as soon as they come, and answers questions about the state they add up
 * to. The block log is all that it keeps: at the start it is carried out again from the first block.
 *
 * <pre>
 *   submit --checked--> queue --one thread--> carried out --> on disk --> outcome known --finality passes--> final
 * </pre>
 *
 * <p>Safe for several threads.
 */
public final class Chain implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chain.class);

    private static final int MAX_QUEUE = 10_000;
    private static final int MAX_BLOCK = 500;
    /** How often the thread that makes blocks looks whether it shall end. */
    private static final long LOOK_UP_MS = 50;

    private final Executor executor;
    private final Clock clock;
    private final long finalityNanos;
    private final WorldState state = new WorldState();
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private final Map<String, Long> heights = new HashMap<>();
    private final List<Block> blocks = new ArrayList<>();
    private final Deque<Made> unsettled = new ArrayDeque<>();
    private final BlockingQueue<Submitted> queue = new ArrayBlockingQueue<>(MAX_QUEUE);
    private final Thread maker;
    private volatile boolean closing;
    private BlockLog log;
    private IOException broken;

    /** A block that may not be final yet, and when it was made. */
    private record Made(long height, long nanos) {}

    private record Submitted(SignedTransaction signed, CompletableFuture<Outcome> outcome) {}

    /**
     * A state to be asked, and the newest block that it contains.
     *
     * @param storage to be read within the question
     */
    public record At(Storage storage, Block block) {}

    private Chain(Map<String, Contract> contracts, Duration finality, Clock clock) {
        executor = new Executor(contracts);
        finalityNanos = finality.toNanos();
        this.clock = clock;
        maker = Thread.ofPlatform().name("devnet-blocks").daemon().unstarted(this::makeBlocks);
    }

    /**
     * Opens the chain of a folder, or begins one.
     *
     * @param contracts by account; each becomes an account of its own
     * @param genesis sets up the state before the first block
     * @param finality how long after it was made a block counts as final
     */
    public static Chain open(
            Path folder, Map<String, Contract> contracts, Genesis genesis, Duration finality, Clock clock)
            throws IOException {
        Chain chain = new Chain(contracts, finality, clock);
        chain.begin(genesis);
        chain.log = BlockLog.open(folder, chain::replay);
        if (chain.blocks.isEmpty()) {
            Block first = Block.of(0, new byte[Block.HASH_LENGTH], clock.millis(), List.of());
            chain.log.append(first);
            chain.replay(first);
        }
        chain.maker.start();
        return chain;
    }

    /** Sets up the state before the first block. */
    @FunctionalInterface
    public interface Genesis {
        /** Puts in what there is from the start. */
        void into(GenesisState state);
    }

    private void begin(Genesis genesis) {
        state.beginBlock(-1);
        genesis.into(new GenesisState(state.newest()));
        state.commit();
        state.settle(-1);
    }

    private synchronized void replay(Block block) {
        state.beginBlock(block.height());
        for (byte[] bytes : block.transactions()) {
            SignedTransaction signed = decode(bytes);
            outcomes.put(signed.id(), executor.execute(signed.transaction(), state, block.at(), block.height()));
        }
        state.settle(block.height());
        add(block);
    }

    private void add(Block block) {
        blocks.add(block);
        heights.put(block.id(), block.height());
    }

    /**
     * Takes a transaction.
     *
     * @return what becomes of it; fails with {@link InvalidTransaction} when another one came first
     * @throws InvalidTransaction when it can't be carried out
     * @throws IllegalStateException when too many wait, or the disk failed
     */
    public CompletableFuture<Outcome> submit(SignedTransaction signed) throws InvalidTransaction {
        executor.checkSignature(signed);
        synchronized (this) {
            Outcome known = outcomes.get(signed.id());
            if (known != null) {
                // The same bytes again, by somebody who got no answer.
                return CompletableFuture.completedFuture(known);
            }
            check(signed);
        }
        Submitted submitted = new Submitted(signed, new CompletableFuture<>());
        if (!queue.offer(submitted)) {
            throw new IllegalStateException("too many transactions wait");
        }
        return submitted.outcome();
    }

    private void check(SignedTransaction signed) throws InvalidTransaction {
        if (broken != null) {
            throw new IllegalStateException("the blocks can't be written: " + broken.getMessage());
        }
        Long named = heights.get(Base58.encode(signed.transaction().blockHash()));
        executor.check(signed.transaction(), state.newest(), named, blocks.size());
    }

    private void makeBlocks() {
        List<Submitted> batch = new ArrayList<>();
        while (!closing) {
            try {
                Submitted first = queue.poll(LOOK_UP_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, MAX_BLOCK - 1);
                    make(batch);
                    batch.clear();
                }
            } catch (InterruptedException e) {
                // Nobody does that: it would close the file in the middle of a block.
                return;
            }
        }
    }

    private void make(List<Submitted> batch) {
        Map<Submitted, Outcome> done = new HashMap<>();
        synchronized (this) {
            long height = blocks.size();
            long at = Math.max(clock.millis(), newestBlock().at() + 1);
            settle();
            state.beginBlock(height);
            List<byte[]> bytes = new ArrayList<>();
            for (Submitted each : batch) {
                SignedTransaction signed = each.signed();
                Outcome known = outcomes.get(signed.id());
                if (known != null) {
                    done.put(each, known);
                    continue;
                }
                try {
                    check(signed);
                    Outcome outcome = executor.execute(signed.transaction(), state, at, height);
                    outcomes.put(signed.id(), outcome);
                    done.put(each, outcome);
                    bytes.add(signed.bytes());
                } catch (InvalidTransaction | IllegalStateException e) {
                    each.outcome().completeExceptionally(e);
                }
            }
            Block block = Block.of(height, newestBlock().hash(), at, bytes);
            try {
                log.append(block);
            } catch (IOException e) {
                LOG.error("The blocks can't be written; nothing is carried out any more.", e);
                broken = e;
                done.keySet().forEach(each -> each.outcome().completeExceptionally(new IllegalStateException(e)));
                return;
            }
            add(block);
            unsettled.addLast(new Made(height, System.nanoTime()));
        }
        done.forEach((each, outcome) -> each.outcome().complete(outcome));
    }

    private Block newestBlock() {
        return blocks.getLast();
    }

    /** Forgets how it was before blocks that have become final. */
    private void settle() {
        long last = -1;
        while (!unsettled.isEmpty() && System.nanoTime() - unsettled.peekFirst().nanos() >= finalityNanos) {
            last = unsettled.removeFirst().height();
        }
        if (last >= 0) {
            state.settle(last);
        }
    }

    /**
     * Asks the state.
     *
     * @param onlyFinal whether blocks that are not final yet are left out
     */
    public synchronized <T> T ask(boolean onlyFinal, Function<At, T> question) {
        settle();
        if (!onlyFinal || unsettled.isEmpty()) {
            return question.apply(new At(state.after(Long.MAX_VALUE), newestBlock()));
        }
        Block block = blocks.get((int) unsettled.peekFirst().height() - 1);
        return question.apply(new At(state.after(block.height()), block));
    }

    /** Answers a contract's view. */
    public byte[] view(String account, String method, JsonNode arguments, At at) {
        Contract contract = executor.contract(account);
        if (contract == null) {
            throw new ContractPanic("CodeDoesNotExist: " + account + " has no contract");
        }
        return executor.bytes(contract.view(method, arguments, at.storage()));
    }

    /** What became of a transaction, if it is in a block. */
    public synchronized Optional<Outcome> outcome(String transactionId) {
        return Optional.ofNullable(outcomes.get(transactionId));
    }

    /** A transaction that is in a block. */
    public synchronized Optional<SignedTransaction> transaction(String id) {
        return outcome(id)
                .flatMap(outcome -> blocks.get((int) outcome.height()).transactions().stream()
                        .map(Chain::decode)
                        .filter(signed -> signed.id().equals(id))
                        .findFirst());
    }

    private static SignedTransaction decode(byte[] bytes) {
        try {
            return TransactionCodec.decode(bytes);
        } catch (BorshException e) {
            throw new IllegalStateException("a transaction in a block can't be read", e);
        }
    }

    /** Whether a block is final. */
    public synchronized boolean isFinal(long height) {
        settle();
        return height < blocks.size()
                && (unsettled.isEmpty() || height < unsettled.peekFirst().height());
    }

    /** The block of a height or of a hash in base58. */
    public synchronized Optional<Block> block(String id) {
        Long height = heights.get(id);
        if (height == null && id.length() < 10 && id.chars().allMatch(Character::isDigit)) {
            height = Long.valueOf(id);
        }
        return height == null || height >= blocks.size()
                ? Optional.empty()
                : Optional.of(blocks.get(height.intValue()));
    }

    @Override
    public void close() throws IOException {
        closing = true;
        try {
            maker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.close();
    }
}
