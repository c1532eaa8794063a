package dev.pulse.system.watch;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an expression in PromQL asks for: series by name, with the labels it selects by. */
final class Expression {
    /** A word that is followed by neither a bracket nor a letter is a series, unless it is one of these. */
    private static final Set<String> WORDS =
            Set.of("by", "on", "ignoring", "group_left", "group_right", "and", "or", "unless", "bool", "without");

    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|on|ignoring|group_left|group_right|without)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Pattern SERIES =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?![a-zA-Z0-9_:]*\\s*\\()(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(?:=~|!~|!=|=)\\s*\"[^\"]*\"");

    private final Map<String, Set<String>> series = new TreeMap<>();
    private final Set<String> grouping = new TreeSet<>();

    Expression(String promql) {
        Matcher groups = GROUPING.matcher(promql);
        while (groups.find()) {
            for (String label : groups.group(1).split(",", -1)) {
                if (!label.isBlank()) {
                    grouping.add(label.strip());
                }
            }
        }
        String bare = RANGE.matcher(GROUPING.matcher(promql).replaceAll(" ")).replaceAll(" ");
        Matcher found = SERIES.matcher(bare);
        while (found.find()) {
            if (!WORDS.contains(found.group(1))) {
                Set<String> labels = series.computeIfAbsent(found.group(1), name -> new TreeSet<>());
                Matcher label = MATCHER.matcher(found.group(2) == null ? "" : found.group(2));
                while (label.find()) {
                    labels.add(label.group(1));
                }
            }
        }
    }

    /** Names of series, each with the labels it is selected by. */
    Map<String, Set<String>> series() {
        return series;
    }

    /** Labels that it groups or joins by. */
    Set<String> grouping() {
        return grouping;
    }
}
