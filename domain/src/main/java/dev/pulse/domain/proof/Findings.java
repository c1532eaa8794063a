package dev.pulse.domain.proof;

import java.util.List;

/**
 * What checking a chain found.
 *
 * @param seals of each signed document that is there
 * @param ties between the links that are there
 */
public record Findings(List<Seal> seals, List<Tie> ties) {
    public Findings {
        seals = List.copyOf(seals);
        ties = List.copyOf(ties);
    }

    /** Whether all that is there holds. */
    public boolean holds() {
        return seals.stream().allMatch(Seal::holds) && ties.stream().allMatch(Tie::stands);
    }
}
