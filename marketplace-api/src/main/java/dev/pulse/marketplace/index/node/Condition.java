package dev.pulse.marketplace.index.node;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.history.Uptime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Something that a node is asked to be. What it did not say, it is not. */
public sealed interface Condition {
    /** Whether a node is that. */
    boolean test(NodeEntry node);

    /** Whether a text is that. */
    sealed interface OnText extends Condition {
        /** The field that it is about. */
        NodeField field();

        /** Whether this text is one that is asked for. */
        boolean matches(String text);

        @Override
        default boolean test(NodeEntry node) {
            return matchesAny(field().words(node));
        }

        /** Whether one of these is. */
        default boolean matchesAny(List<String> texts) {
            return texts.stream().anyMatch(this::matches);
        }
    }

    /**
     * One of some texts.
     *
     * @param values in lower case where the field has no case
     */
    record AnyOf(NodeField field, Set<String> values) implements OnText {
        public AnyOf {
            Set<String> folded = new TreeSet<>();
            for (String value : values) {
                folded.add(field.anyCase() ? fold(value) : value);
            }
            values = folded;
        }

        @Override
        public boolean matches(String text) {
            return values.contains(field.anyCase() ? fold(text) : text);
        }
    }

    /**
     * A text that has another in it, whatever its case.
     *
     * @param part in lower case
     */
    record Contains(NodeField field, String part) implements OnText {
        public Contains {
            part = fold(part);
        }

        @Override
        public boolean matches(String text) {
            return fold(text).contains(part);
        }
    }

    /** A number within bounds, which belong to it. */
    record Between(NodeField field, long least, long most) implements Condition {
        public Between {
            least = Math.max(least, field.unsaid() + 1);
        }

        @Override
        public boolean test(NodeEntry node) {
            long number = field.number(node);
            return number >= least && number <= most;
        }
    }

    /**
     * A number within bounds, which belong to it, in so many days and what there was of today.
     *
     * @param field {@link NodeField#UPTIME} or {@link NodeField#FLAPS}
     * @param days 1 or more
     * @param least {@link Uptime#UNSAID} to let in nodes of which nothing was observed
     */
    record Lately(NodeField field, int days, long least, long most) implements Condition {
        public Lately {
            if (field != NodeField.UPTIME && field != NodeField.FLAPS) {
                throw new IllegalArgumentException("of " + field + " no past is kept");
            }
        }

        /** The index alone knows. */
        @Override
        public boolean test(NodeEntry node) {
            throw new UnsupportedOperationException("a node's state says nothing of its past");
        }
    }

    /** A trait, or none of it. */
    record Is(Trait trait, boolean wanted) implements Condition {
        @Override
        public boolean test(NodeEntry node) {
            return trait.of(node) == wanted;
        }
    }

    /** One of these nodes, or none of them. */
    record Named(Set<String> nodeIds, boolean wanted) implements Condition {
        public Named {
            nodeIds = new TreeSet<>(nodeIds);
        }

        @Override
        public boolean test(NodeEntry node) {
            return nodeIds.contains(node.nodeId()) == wanted;
        }
    }

    /**
     * A host name that begins like this, whatever its case.
     *
     * @param prefix in lower case
     */
    record HostnameBegins(String prefix) implements Condition {
        public HostnameBegins {
            prefix = fold(prefix);
        }

        @Override
        public boolean test(NodeEntry node) {
            return node.hostname() != null && fold(node.hostname()).startsWith(prefix);
        }
    }

    /** Bound to this account. */
    record OfAccount(Account account) implements Condition {
        @Override
        public boolean test(NodeEntry node) {
            return node.account().equals(account);
        }
    }

    /** At this overlay address, however it is spelled. */
    record At(String myceliumIp) implements Condition {
        @Override
        public boolean test(NodeEntry node) {
            return node.myceliumIp() != null
                    && Arrays.equals(Addresses.key(node.myceliumIp()), Addresses.key(myceliumIp));
        }
    }

    /**
     * Not further away from a point than this.
     *
     * @param centimetres 0 to {@link Point#FURTHEST_CM}
     */
    record Near(Point point, long centimetres) implements Condition {
        @Override
        public boolean test(NodeEntry node) {
            Location at = node.location();
            return at.latitudeE6() != Location.UNSAID
                    && at.longitudeE6() != Location.UNSAID
                    && point.centimetresTo(at.latitudeE6(), at.longitudeE6()) <= centimetres;
        }
    }

    /** A text without its case, the same wherever the service runs. */
    static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
