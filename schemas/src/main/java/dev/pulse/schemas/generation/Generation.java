package dev.pulse.schemas.generation;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pulse.schemas.topic.Topic;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One set of co-partitioned topics, and of the applications that work on them. What has a partition count can't be given
 * another one while keys stay where they are, so a grid with another count is a grid of the next generation.
 *
 * @param number 1 and up. The names of generation 1 have no suffix, so nobody who never scales sees one
 * @param partitions the one count of its co-partitioned topics, 1 to 10,000
 */
public record Generation(
        @JsonProperty("number") int number,
        @JsonProperty("partitions") int partitions) {
    private static final Pattern SUFFIX = Pattern.compile("\\.g[0-9]{1,9}$");

    public Generation {
        if (number < 1) {
            throw new IllegalArgumentException("generations are counted from 1, so none is " + number);
        }
        if (partitions < 1 || partitions > 10_000) {
            throw new IllegalArgumentException("partitions must be 1 to 10000, not " + partitions);
        }
    }

    /** The first one. */
    public static Generation first(int partitions) {
        return new Generation(1, partitions);
    }

    /** What a topic is called in this generation; one that is not co-partitioned has one name in all of them. */
    public String name(Topic<?> topic) {
        return name(number, topic);
    }

    /** What a topic is called in the generation of a number. */
    public static String name(int number, Topic<?> topic) {
        return topic.coPartitioned() && number > 1 ? topic.name() + ".g" + number : topic.name();
    }

    /** What an application of Kafka Streams is called in this generation: its group, and how its changelogs begin. */
    public String application(String first) {
        return number > 1 ? first + "-g" + number : first;
    }

    /** The number of the generation that a topic of this name belongs to, or 1 where it is the same in all. */
    public static int numberOf(String name) {
        Matcher suffix = SUFFIX.matcher(name);
        return suffix.find() ? Integer.parseInt(name, suffix.start() + 2, name.length(), 10) : 1;
    }

    /** The name in the list of topics of what is called {@code name} in some generation. */
    public static String base(String name) {
        Matcher suffix = SUFFIX.matcher(name);
        return suffix.find() ? name.substring(0, suffix.start()) : name;
    }

    @Override
    public String toString() {
        return "generation " + number + " of " + partitions + (partitions == 1 ? " partition" : " partitions");
    }
}
