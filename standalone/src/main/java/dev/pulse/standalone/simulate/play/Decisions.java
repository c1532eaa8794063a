package dev.pulse.standalone.simulate.play;

import dev.pulse.domain.region.Census;
import dev.pulse.domain.region.Judgement;
import dev.pulse.domain.region.RegionGuard;
import dev.pulse.standalone.simulate.plant.Rules;
import dev.pulse.standalone.simulate.play.Keeper.Called;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;

/** What the lifecycle stream decides: a keeper for each partition that is looked at, and the region's guard between them. */
final class Decisions {
    private record Ballot(int keeper, long from, Census census) {}

    private record Verdict(long from, Judgement judgement) {}

    private final Keeper[] keepers;
    /** Where each node stands in those of its partition. */
    private final int[] locals;

    private final List<List<Called>> uncommitted = new ArrayList<>();
    private final RegionGuard guard;
    private final ArrayDeque<Ballot> ballots = new ArrayDeque<>();
    private final List<ArrayDeque<Verdict>> verdicts = new ArrayList<>();

    /**
     * With nodes none of which was heard from.
     *
     * @param partitions how many there are
     * @param homes the partition of each node
     */
    Decisions(int partitions, int[] homes, Rules rules) {
        locals = new int[homes.length];
        keepers = new Keeper[partitions];
        for (int k = 0; k < partitions; k++) {
            int home = k;
            int[] nodes = IntStream.range(0, homes.length)
                    .filter(node -> homes[node] == home)
                    .toArray();
            for (int local = 0; local < nodes.length; local++) {
                locals[nodes[local]] = local;
            }
            keepers[k] = new Keeper(k, partitions, nodes, rules);
            uncommitted.add(new ArrayList<>());
            verdicts.add(new ArrayDeque<>());
        }
        guard = new RegionGuard(rules.guard());
    }

    /** One partition's records are worked on; answers how many nodes changed by that. */
    int take(int partition, Queue<Entry> entries) {
        if (entries.isEmpty() && !keepers[partition].hasCalled()) {
            return 0;
        }
        for (Entry entry = entries.poll(); entry != null; entry = entries.poll()) {
            switch (entry) {
                case Entry.Heard heard -> keepers[partition].hear(locals[heard.node()], heard);
                case Entry.Ticked tick -> keepers[partition].tick(tick);
            }
        }
        List<Called> called = keepers[partition].takeCalled();
        uncommitted.get(partition).addAll(called);
        return called.size();
    }

    /** It commits: what its nodes are called is on its way to others, and its census to the guard, which hears it from then on. */
    List<Called> commit(int partition, long from) {
        Census census = keepers[partition].takeCensus();
        if (census != null) {
            ballots.addLast(new Ballot(partition, from, census));
        }
        List<Called> seen = uncommitted.get(partition);
        if (!seen.isEmpty()) {
            uncommitted.set(partition, new ArrayList<>());
        }
        return seen;
    }

    /** The guard hears what it can by now, and is heard from then on. */
    void judge(long now, long from) {
        while (!ballots.isEmpty() && ballots.peekFirst().from() <= now) {
            Ballot ballot = ballots.pollFirst();
            verdicts.get(ballot.keeper()).addLast(new Verdict(from, guard.hear(ballot.census())));
        }
    }

    /** One partition hears the verdicts that it can hear by now. */
    void hearVerdicts(int partition, long now) {
        ArrayDeque<Verdict> waiting = verdicts.get(partition);
        while (!waiting.isEmpty() && waiting.peekFirst().from() <= now) {
            Judgement judgement = waiting.pollFirst().judgement();
            keepers[partition].judged(judgement.disturbed(), judgement.covers());
        }
    }
}
