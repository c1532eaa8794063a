package dev.pulse.marketplace.http.search;

import dev.pulse.marketplace.http.Parameters;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.index.node.Condition;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The conditions of one search, collected from its parameters: those that were not given are none. */
final class Conditions {
    private final List<Condition> all = new ArrayList<>();

    List<Condition> all() {
        return all;
    }

    void add(Condition condition) {
        all.add(condition);
    }

    void anyOf(NodeField field, List<String> values) {
        if (!values.isEmpty()) {
            all.add(new Condition.AnyOf(field, Set.copyOf(values)));
        }
    }

    /** For a parameter that is named like its field. */
    void texts(NodeField field, List<String> values) {
        anyOf(field, Parameters.texts(field.wire(), values));
    }

    void contains(NodeField field, String part) {
        if (part != null) {
            all.add(new Condition.Contains(field, Parameters.text(field.wire() + "_contains", part)));
        }
    }

    void is(Trait trait, String name, String value) {
        Boolean wanted = Parameters.flag(name, value);
        if (wanted != null) {
            all.add(new Condition.Is(trait, wanted));
        }
    }

    /** For two parameters that are named like their field, with {@code _min} and {@code _max}. */
    void between(NodeField field, String min, String max) {
        if (min != null || max != null) {
            String name = field.wire();
            between(
                    field,
                    min == null ? 0 : Parameters.number(name + "_min", min, 0, Long.MAX_VALUE),
                    max == null ? Long.MAX_VALUE : Parameters.number(name + "_max", max, 0, Long.MAX_VALUE));
        }
    }

    void between(NodeField field, long least, long most) {
        if (least > most) {
            throw Problem.badParameter(field.wire() + "_min", "must not be more than " + field.wire() + "_max.");
        }
        all.add(new Condition.Between(field, least, most));
    }
}
