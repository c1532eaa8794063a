package dev.pulse.benchmarks.load;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** What a run asks of the load process, one JSON document a line on its standard input. One at a time. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "order")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Order.Fleet.class, name = "fleet"),
    @JsonSubTypes.Type(value = Order.Sign.class, name = "sign"),
    @JsonSubTypes.Type(value = Order.Open.class, name = "open"),
    @JsonSubTypes.Type(value = Order.Send.class, name = "send"),
    @JsonSubTypes.Type(value = Order.Drop.class, name = "drop"),
    @JsonSubTypes.Type(value = Order.Close.class, name = "close")
})
public sealed interface Order {
    /**
     * Whose heartbeats are to be sent.
     *
     * @param folder where keys and requests are kept
     * @param text what the keys derive from
     * @param nodes how many nodes, 1 to 10,000,000
     * @param region the region that they name
     * @param audience the network that they speak to
     * @param threads threads that make keys and signatures
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Fleet(String folder, String text, int nodes, String region, String audience, int threads) implements Order {}

    /**
     * Signs heartbeats and keeps them as requests under a name. The fleet's nodes take turns in an order that looks
     * random and is always the same.
     *
     * @param batch its name
     * @param path where they are to be POSTed
     * @param authority host and port of the Host field
     * @param first how many heartbeats the fleet has sent before: the turn that this batch begins with
     * @param count how many
     * @param timestamp of the first one, unix seconds
     * @param perSecond how many share a second; 0 for one timestamp in all
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Sign(String batch, String path, String authority, long first, int count, long timestamp, double perSecond)
            implements Order {}

    /**
     * Opens connections in place of those that are open.
     *
     * @param host a loopback address
     * @param port its port
     * @param connections how many, 1 to 1,000,000
     * @param threads selector threads, 1 to 16
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Open(String host, int port, int connections, int threads) implements Order {}

    /**
     * Sends a part of a batch.
     *
     * @param batch its name
     * @param from index of the first request
     * @param count how many at most; 0 for all that follow
     * @param rate how many a second, each at its time whatever became of those before it; 0 for the next one as soon as
     *     a connection is free
     * @param seconds how long at most; 0 for no limit
     * @param wrap whether to begin again at the batch's end, until the time is over
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Send(String batch, int from, int count, double rate, double seconds, boolean wrap) implements Order {}

    /** Forgets a batch. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Drop(String batch) implements Order {}

    /** Closes the connections; the answer tells how many were still open at the other end. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Close() implements Order {}
}
