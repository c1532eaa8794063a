package dev.pulse.marketplace;

import dev.pulse.marketplace.follow.ConsumerFactory;
import dev.pulse.marketplace.market.Orders;
import dev.pulse.marketplace.store.LogIdentity;
import dev.pulse.marketplace.traffic.Cluster;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.Topic;

/** What the service talks to. Tests bring their own. */
public interface Connections extends AutoCloseable {
    /** Consumers of Kafka. */
    ConsumerFactory consumers();

    /** How records are read. */
    RecordSerdes serdes();

    /** Which log a topic is: what was kept of another one is of no use. */
    LogIdentity.Source log(Topic<?> topic);

    /** Where commands go; asked for where there is a marketplace. */
    Orders.Sender commands();

    /** What Kafka says of itself, for operators, who close it; null where it is not to be asked. */
    Cluster cluster();

    @Override
    void close();
}
