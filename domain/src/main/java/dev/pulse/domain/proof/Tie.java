package dev.pulse.domain.proof;

/**
 * What two links of a chain must agree in.
 *
 * @param name both sides, by the fields of the proof's answer: {@code pairing.farmer = registration.owner}
 * @param left what the first says, as text
 * @param right what the second says, as text
 * @param ok whether they agree
 * @param says one sentence: what it means when they do
 * @param explained why it may be all right that they don't, one sentence; null where nothing explains it, or it is ok
 */
public record Tie(String name, String left, String right, boolean ok, String says, String explained) {
    /** Whether the chain is whole here. */
    public boolean stands() {
        return ok || explained != null;
    }
}
