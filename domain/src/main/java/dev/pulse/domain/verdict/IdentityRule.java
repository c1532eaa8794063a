package dev.pulse.domain.verdict;

import dev.pulse.domain.account.Account;

/**
 * The rule of identity (design section 4): the first accepted signed heartbeat binds a node id to its account, or, where
 * the ledger registers nodes, a pairing does; and from then on no other account speaks under that id. Judges the claim
 * alone; that the claim is signed is {@link HeartbeatJudge}'s to prove.
 */
public final class IdentityRule {
    private IdentityRule() {}

    /**
     * Judges a claim.
     *
     * @param nodeId the node id claimed
     * @param claimed the account claimed
     * @param bound the account that the id is bound to, or null while there is none
     * @param signed whether the heartbeat carries a signature
     * @param allowUnsigned whether unsigned heartbeats are let in for unbound ids ({@code ALLOW_LEGACY_HEARTBEATS})
     * @param registration what binds; with {@link Registration#LEDGER} nothing is let in for unbound ids, signed or not
     * @return accepted, if the signature holds; an unsigned heartbeat never binds, or anybody could take a name
     */
    public static Verdict judge(
            String nodeId,
            Account claimed,
            Account bound,
            boolean signed,
            boolean allowUnsigned,
            Registration registration) {
        if (bound != null && !bound.equals(claimed)) {
            return new Verdict.Rejected(
                    Rejection.IDENTITY,
                    "Node " + nodeId + " is bound to account " + bound + "; this heartbeat claims " + claimed + ".");
        }
        if (bound == null && registration == Registration.LEDGER) {
            return new Verdict.Rejected(
                    Rejection.IDENTITY,
                    "Node " + nodeId
                            + " is bound to no account: here a node must be registered on the ledger and paired"
                            + " before its heartbeats are taken.");
        }
        if (signed) {
            return new Verdict.Accepted(bound == null);
        }
        if (bound != null) {
            return new Verdict.Rejected(
                    Rejection.SIGNATURE,
                    "Node " + nodeId + " is bound to account " + bound + "; an unsigned heartbeat is no longer taken.");
        }
        return allowUnsigned
                ? new Verdict.Accepted(false)
                : new Verdict.Rejected(Rejection.SIGNATURE, "The heartbeat is not signed.");
    }
}
