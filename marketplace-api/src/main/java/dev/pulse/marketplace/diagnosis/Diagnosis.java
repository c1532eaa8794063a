package dev.pulse.marketplace.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What to tell the person who asks what is the matter with a node.
 *
 * @param verdict online, unknown, offline, or never_seen
 * @param summary the most important sentence
 * @param findings everything worth knowing, one sentence each, the summary first
 * @param advice what to do, one sentence each; may be empty
 */
public record Diagnosis(String verdict, String summary, List<String> findings, List<String> advice) {
    public Diagnosis {
        findings = List.copyOf(findings);
        advice = List.copyOf(advice);
    }

    /**
     * The diagnosis of a node that the lifecycle stream knows.
     *
     * @param now unix seconds
     */
    public static Diagnosis of(LifecycleNode node, long now) {
        if (node.lastSeen() == null) {
            // It was paired before it was heard from.
            return neverSeen(node.lastRejected(), now);
        }
        List<String> findings = new ArrayList<>();
        List<String> advice = new ArrayList<>();
        LifecycleNode.Refusal refusal = node.lastRejected();
        // The newest word on the node is a refusal: that is what its owner needs to hear first.
        boolean refusedLast = refusal != null && at(refusal.at()) > at(node.lastSeen());
        String state = state(node, now);
        if (refusedLast && !"online".equals(node.liveness())) {
            findings.add(refused(refusal, now));
            findings.add(state);
        } else {
            findings.add(state);
            if (refusedLast) {
                findings.add(refused(refusal, now));
            }
        }
        if (refusedLast) {
            advice.add(advice(refusal.reason()));
        } else if ("offline".equals(node.liveness())) {
            advice.add("Check that the machine runs and reaches the ingest; `pulse node run` shows each answer.");
        } else if ("unknown".equals(node.liveness())) {
            advice.add("Nothing, if the machine runs: it counts as online again with its next heartbeat.");
        }
        findings.addAll(history(node));
        return new Diagnosis(node.liveness(), findings.getFirst(), findings, advice);
    }

    /**
     * The diagnosis of a node id under which nothing was ever accepted.
     *
     * @param refusal the newest refusal, or null
     * @param now unix seconds
     */
    public static Diagnosis neverSeen(LifecycleNode.Refusal refusal, long now) {
        if (refusal == null) {
            String summary = "never seen: no heartbeat under this name has reached a verdict.";
            return new Diagnosis(
                    "never_seen",
                    summary,
                    List.of(summary),
                    List.of("Check the spelling, the ingest's address, and that the ingest answers 202."));
        }
        String summary = "never seen: no heartbeat under this name was accepted; " + refused(refusal, now);
        return new Diagnosis("never_seen", summary, List.of(summary), List.of(advice(refusal.reason())));
    }

    private static String state(LifecycleNode node, long now) {
        String heard = Spans.words(now - at(node.lastSeen()));
        String since = Spans.words(now - at(node.since()));
        return switch (node.liveness() == null ? "" : node.liveness()) {
            case "online" -> "online: last heartbeat " + heard + " ago.";
            case "unknown" ->
                "unknown for " + since + ": it fell silent together with most of region " + node.region()
                        + ", so it may be the region and not the node. Last heartbeat " + heard + " ago.";
            case "offline" -> "offline for " + since + ": the last accepted heartbeat came " + heard + " ago.";
            default -> "in a state that this explorer does not know: " + node.liveness() + ".";
        };
    }

    private static String refused(LifecycleNode.Refusal refusal, long now) {
        String times = refusal.count() == null || refusal.count() < 2 ? "" : ", " + refusal.count() + " so far";
        return "its last heartbeat was refused " + Spans.words(now - at(refusal.at())) + " ago (" + refusal.reason()
                + times + "): " + sentence(refusal.detail());
    }

    private static String sentence(String detail) {
        if (detail == null || detail.isBlank()) {
            return "no detail.";
        }
        return detail.endsWith(".") ? detail : detail + ".";
    }

    /**
     * What to do about a refusal, one sentence.
     *
     * @param reason of the refusal, whatever its case; null counts as one that is not known
     */
    public static String advice(String reason) {
        return switch (reason == null ? "" : reason.toLowerCase(Locale.ROOT)) {
            case "skew" -> "Set the node's clock (NTP): a heartbeat that is more than 300 s off is refused.";
            case "signature" ->
                "Sign the SHA-256 of the canonical payload with the key of node_account; `pulse verify-heartbeat` shows both.";
            case "identity" ->
                "This name belongs to another account, or must be registered and paired first. Take the key it is bound"
                        + " to, let its farmer change it (`pulse farmer rotate`), or take another name.";
            case "replay" ->
                "Each heartbeat needs a later timestamp than the one before; a retry sends the same bytes.";
            default -> "Look at the dead letters of this node: its record could not be read.";
        };
    }

    private static List<String> history(LifecycleNode node) {
        List<String> known = new ArrayList<>();
        if (node.observedMs() != null && node.observedMs() > 0 && node.onlineMs() != null) {
            known.add(String.format(
                    Locale.ROOT,
                    "up %.2f %% of the %s that it was observed.",
                    100.0 * node.onlineMs() / node.observedMs(),
                    Spans.words(node.observedMs() / 1000)));
        }
        if (node.flaps() != null && node.flaps() > 0) {
            known.add("went offline " + node.flaps() + (node.flaps() == 1 ? " time" : " times") + " so far.");
        }
        if (Boolean.TRUE.equals(node.legacy())) {
            known.add("its last heartbeat was unsigned, let in by the migration switch.");
        }
        return known;
    }

    private static long at(Long seconds) {
        return seconds == null ? 0 : seconds;
    }
}
