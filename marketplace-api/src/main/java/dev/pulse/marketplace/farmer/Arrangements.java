package dev.pulse.marketplace.farmer;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.PriceList;
import dev.pulse.domain.life.PriceList.Change;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.farmer.FarmerSettings.Tariff;
import dev.pulse.marketplace.index.NodeIndex;
import dev.pulse.marketplace.index.NodePage;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.NodeFilter;
import java.util.Set;

/** Changes what farmers have arranged, one change after the other. Safe for several threads. */
public final class Arrangements {
    private static final int PAGE = 500;

    private final SettingsBook book;
    private final NodeIndex index;

    /** @param index tells which templates are used */
    public Arrangements(SettingsBook book, NodeIndex index) {
        this.book = book;
        this.index = index;
    }

    /** What a farmer has arranged. */
    public FarmerSettings of(Account farmer) throws LedgerException, InterruptedException {
        return book.of(farmer);
    }

    /**
     * Makes or changes a template of his own; nodes that are offered by it keep their price.
     *
     * @param pricePerHour whole SPORE for a slice and hour, unsigned
     */
    public synchronized Change keep(Account farmer, String template, long pricePerHour)
            throws LedgerException, InterruptedException {
        FarmerSettings before = book.of(farmer);
        return kept(farmer, before, before.prices().with(template, pricePerHour));
    }

    /** Takes a template of his own away, where no node is offered by it and none will be. */
    public synchronized Change remove(Account farmer, String template) throws LedgerException, InterruptedException {
        FarmerSettings before = book.of(farmer);
        Tariff tariff = before.autoPublish();
        boolean used = tariff != null && template.equals(tariff.template()) || isUsed(farmer, template);
        return kept(farmer, before, before.prices().without(template, used));
    }

    private Change kept(Account farmer, FarmerSettings before, Change change)
            throws LedgerException, InterruptedException {
        if (change instanceof Change.Changed changed && !changed.after().equals(before.prices())) {
            book.keep(farmer, before.priced(changed.after()));
        }
        return change;
    }

    /**
     * Has each of his nodes offered once it is paired, or not any more.
     *
     * @param tariff for what; null and he is asked
     */
    public synchronized void publishing(Account farmer, Tariff tariff) throws LedgerException, InterruptedException {
        FarmerSettings before = book.of(farmer);
        FarmerSettings after = before.publishing(tariff);
        if (!after.equals(before)) {
            book.keep(farmer, after);
        }
    }

    /** His price list. */
    public PriceList prices(Account farmer) throws LedgerException, InterruptedException {
        return book.of(farmer).prices();
    }

    private boolean isUsed(Account farmer, String template) {
        NodeFilter his = NodeFilter.of(farmer, Set.of());
        String after = "";
        while (after != null) {
            NodePage page = index.page(his, after, PAGE);
            if (page.nodes().stream()
                    .map(NodeEntry::terms)
                    .anyMatch(terms -> terms.offer() != null
                            && template.equals(terms.offer().template()))) {
                return true;
            }
            after = page.nextAfter();
        }
        return false;
    }
}
