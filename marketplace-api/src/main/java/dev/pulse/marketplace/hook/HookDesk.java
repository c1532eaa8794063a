package dev.pulse.marketplace.hook;

import dev.pulse.domain.account.Account;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.hook.send.Caller;
import dev.pulse.marketplace.hook.send.Delivery;
import dev.pulse.marketplace.index.NodeIndex;
import dev.pulse.marketplace.index.node.Condition;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.search.NodeSearch;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.RegionVerdict;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Takes subscriptions, and has them told. Safe for several threads. */
public final class HookDesk implements AutoCloseable {
    /** Hooks of an account. */
    public static final int MOST_OF_ONE = 10;

    /** Hooks in all. */
    public static final int MOST = 1_000;

    private static final int ID_BYTES = 12;

    /** Why something is not done. */
    public enum Refusal {
        /** There are as many as may be. */
        TOO_MANY,
        /** The address is not called. */
        BAD_URL,
        /** There is none of this id, or it is somebody else's. */
        UNKNOWN,
        /** Another instance sends. */
        NOT_HERE
    }

    /** Something that is not done. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final Refusal why;

        Refused(Refusal why, String detail) {
            super(detail, null, false, false);
            this.why = why;
        }

        /** Why. */
        public Refusal why() {
            return why;
        }
    }

    private final HookBook book;
    private final HookSeal seal;
    private final Caller caller;
    private final HookSender sender;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * A desk that does nothing yet.
     *
     * @param operator whose hooks may name any node; null where there is none
     * @param regions the newest verdict of each region
     * @param loaded whether nodes and regions have been read
     */
    public HookDesk(
            HookSettings settings,
            HookBook book,
            HookSeal seal,
            NodeIndex index,
            Supplier<SortedMap<String, RegionVerdict>> regions,
            BooleanSupplier loaded,
            Account operator,
            InstantSource clock,
            SecureRandom random) {
        this.book = book;
        this.seal = seal;
        this.caller = new Caller(settings.allowHttp(), settings.allowPrivate());
        this.clock = clock;
        this.random = random;
        this.sender = settings.send()
                ? new HookSender(book, seal, caller, grid(index, regions, loaded), operator, clock, random::nextDouble)
                : null;
    }

    private static HookSender.Grid grid(
            NodeIndex index, Supplier<SortedMap<String, RegionVerdict>> regions, BooleanSupplier loaded) {
        return new HookSender.Grid() {
            @Override
            public Optional<NodeEntry> node(String nodeId) {
                return index.find(nodeId);
            }

            @Override
            public List<NodeEntry> offline(Account farmer, int most) {
                NodeFilter filter = NodeFilter.of(
                        new Condition.AnyOf(NodeField.OWNED_BY, Set.of(farmer.hex())),
                        new Condition.AnyOf(NodeField.STATUS, Set.of("OFFLINE")));
                return index.search(NodeSearch.byId(filter, "", most)).nodes();
            }

            @Override
            public SortedMap<String, RegionVerdict> regions() {
                return regions.get();
            }

            @Override
            public boolean loaded() {
                return loaded.getAsBoolean();
            }
        };
    }

    /** Begins to work. Once only. */
    public void start() {
        if (sender != null) {
            sender.start();
        }
    }

    /** A transition, as it is read. */
    public void happened(NodeEvent event) {
        if (sender != null) {
            sender.happened(event);
        }
    }

    /** Subscribes. */
    public Hook subscribe(
            Account account,
            String url,
            Set<HookEvent> events,
            SortedSet<String> nodeIds,
            SortedSet<String> regions,
            long downAfterS)
            throws Refused, LedgerException, InterruptedException {
        String refusal = caller.refusal(url);
        if (refusal != null) {
            throw new Refused(Refusal.BAD_URL, "The field url is not called: " + refusal);
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        Hook hook = new Hook(
                HexFormat.of().formatHex(id),
                account,
                url,
                events,
                nodeIds,
                regions,
                downAfterS,
                clock.instant().getEpochSecond());
        keep(hook);
        return hook;
    }

    /** One after the other, so that two at one time are not one too many. */
    private synchronized void keep(Hook hook) throws Refused, LedgerException, InterruptedException {
        List<Hook> all = book.all();
        long his =
                all.stream().filter(one -> one.account().equals(hook.account())).count();
        if (his >= MOST_OF_ONE || all.size() >= MOST) {
            throw new Refused(
                    Refusal.TOO_MANY,
                    "An account has " + MOST_OF_ONE + " webhooks at most, all together " + MOST + ".");
        }
        book.keep(hook);
        changed();
    }

    /** What its deliveries are signed with. To be shown to its subscriber once. */
    public String secret(Hook hook) {
        return seal.secret(hook.id());
    }

    /** Somebody's, the oldest first. */
    public List<Hook> of(Account account) throws LedgerException, InterruptedException {
        return book.all().stream()
                .filter(hook -> hook.account().equals(account))
                .sorted(Comparator.comparingLong(Hook::createdAt).thenComparing(Hook::id))
                .toList();
    }

    /** Ends a subscription; what waits is not sent. */
    public synchronized void unsubscribe(Account account, String id)
            throws Refused, LedgerException, InterruptedException {
        book.remove(his(account, id));
        if (sender != null) {
            sender.forget(id);
            sender.changed();
        }
    }

    /** Sends something that says nothing, to see whether it arrives. */
    public Delivery test(Account account, String id) throws Refused, LedgerException, InterruptedException {
        byte[] number = new byte[ID_BYTES];
        random.nextBytes(number);
        return watch(account, id).test(HexFormat.of().formatHex(number), clock.millis());
    }

    /** The newest deliveries, the newest first. */
    public List<Delivery> deliveries(Account account, String id, int most)
            throws Refused, LedgerException, InterruptedException {
        return watch(account, id).outbox().newest(most);
    }

    /** Sends one again that arrived or was given up. */
    public Delivery again(Account account, String id, String delivery)
            throws Refused, LedgerException, InterruptedException {
        return watch(account, id)
                .outbox()
                .again(delivery, clock.millis())
                .orElseThrow(() -> new Refused(Refusal.UNKNOWN, "No delivery is kept under this id."));
    }

    private Hook his(Account account, String id) throws Refused, LedgerException, InterruptedException {
        return book.all().stream()
                .filter(hook -> hook.id().equals(id) && hook.account().equals(account))
                .findFirst()
                .orElseThrow(() -> new Refused(Refusal.UNKNOWN, "You have no webhook of this id."));
    }

    private HookWatch watch(Account account, String id) throws Refused, LedgerException, InterruptedException {
        Optional<HookWatch> known = sender == null ? Optional.empty() : sender.watch(id);
        if (known.isEmpty() || !known.get().hook().account().equals(account)) {
            his(account, id);
        }
        return known.orElseThrow(() -> new Refused(
                Refusal.NOT_HERE,
                sender == null
                        ? "Another instance of this marketplace sends, and knows what became of it."
                        : "It was made this moment; try again in a second."));
    }

    private void changed() {
        if (sender != null) {
            sender.changed();
        }
    }

    @Override
    public void close() {
        if (sender != null) {
            sender.close();
        }
        caller.close();
    }
}
