package dev.pulse.marketplace.http;

import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.answer.NodesAnswer;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.follow.Progress;
import dev.pulse.marketplace.index.NodeFilter;
import dev.pulse.marketplace.index.NodePage;

/** Pages of nodes. */
public final class Pages {
    /** Nodes on a page where it is not said. */
    private static final int DEFAULT_SIZE = 50;

    private Pages() {}

    /**
     * A page, for parameters as they came.
     *
     * @param cursor the {@code next_cursor} of the page before, or null for the first
     * @param size a number from 1 to 500, or null
     * @throws Problem naming the parameter that makes no sense, or while the index is being read
     */
    public static NodesAnswer of(Explorer explorer, NodeFilter filter, String cursor, String size) {
        int most = size == null ? DEFAULT_SIZE : NodeQuery.integer("size", size, 1, NodeQuery.MAX_SIZE);
        return of(explorer, filter, cursor == null ? "" : NodeCursor.nodeId(cursor), most);
    }

    static NodesAnswer of(Explorer explorer, NodeFilter filter, String after, int size) {
        Progress progress = loaded(explorer);
        NodePage page = explorer.index().page(filter, after, size);
        return new NodesAnswer(
                page.nodes().stream().map(Answers::node).toList(),
                page.nextAfter() == null ? null : NodeCursor.of(page.nextAfter()),
                page.examined(),
                Answers.seconds(progress.asOf()),
                progress.lag());
    }

    static Progress loaded(Explorer explorer) {
        Progress progress = explorer.nodesProgress();
        if (!progress.loaded()) {
            throw Problem.loading(explorer.problem());
        }
        return progress;
    }
}
