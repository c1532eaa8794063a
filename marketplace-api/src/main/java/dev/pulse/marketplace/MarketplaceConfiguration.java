package dev.pulse.marketplace;

import dev.pulse.marketplace.federation.Peer;
import dev.pulse.marketplace.hook.HookSettings;
import dev.pulse.marketplace.market.MarketSettings;
import dev.pulse.marketplace.store.StoreSettings;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.kafka.TopicSettings;
import dev.pulse.schemas.serde.RegistrySettings;
import io.dropwizard.core.Configuration;
import io.dropwizard.util.Duration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The explorer's configuration file. */
public final class MarketplaceConfiguration extends Configuration {
    /**
     * The lifecycle stream's query endpoint.
     *
     * @param url its base address, for example {@code http://127.0.0.1:8082}
     */
    public record LifecycleSettings(URI url) {
        public LifecycleSettings {
            if (url == null || url.getScheme() == null || !url.getScheme().startsWith("http")) {
                throw new IllegalArgumentException("lifecycle.url must be an http(s) address, not " + url);
            }
        }
    }

    @Valid @NotNull private KafkaSettings kafka;

    @Valid @NotNull private RegistrySettings registry;

    @Valid @NotNull private LifecycleSettings lifecycle;

    private MarketSettings market;

    private StoreSettings store;

    @NotNull private Map<String, URI> peers = Map.of();

    @NotNull private HookSettings webhooks = HookSettings.DEFAULT;

    @NotNull private OperatorSettings operator = OperatorSettings.DEFAULT;

    private boolean createTopics;

    @Min(1) @Max(10_000) private int partitions = 8;

    @Min(1) @Max(10) private int replicationFactor = 1;

    @NotNull private List<String> regions = List.of();

    @NotNull private Duration interval = Duration.seconds(60);

    @Min(1) @Max(100_000) private int maxWatchers = 1_000;

    @NotNull private Duration startTimeout = Duration.seconds(60);

    /** Where Kafka is. */
    public KafkaSettings getKafka() {
        return kafka;
    }

    /** Where Kafka is. */
    public void setKafka(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /** Where the schema registry is. */
    public RegistrySettings getRegistry() {
        return registry;
    }

    /** Where the schema registry is. */
    public void setRegistry(RegistrySettings registry) {
        this.registry = registry;
    }

    /** Where the lifecycle stream answers. */
    public LifecycleSettings getLifecycle() {
        return lifecycle;
    }

    /** Where the lifecycle stream answers. */
    public void setLifecycle(LifecycleSettings lifecycle) {
        this.lifecycle = lifecycle;
    }

    /** The marketplace; null where this is an explorer alone. */
    public MarketSettings getMarket() {
        return market;
    }

    /** The marketplace; null where this is an explorer alone. */
    public void setMarket(MarketSettings market) {
        this.market = market;
    }

    /** Where what was read is kept; null for in memory alone, so that each start reads everything. */
    public StoreSettings getStore() {
        return store;
    }

    /** Where what was read is kept. */
    public void setStore(StoreSettings store) {
        this.store = store;
    }

    /** Explorers of other regions, by name. */
    public Map<String, URI> getPeers() {
        return peers;
    }

    /** Explorers of other regions, by name. */
    public void setPeers(Map<String, URI> peers) {
        this.peers = new TreeMap<>(peers);
        Peer.of(this.peers);
    }

    /** What is allowed of webhooks. */
    public HookSettings getWebhooks() {
        return webhooks;
    }

    /** What is allowed of webhooks. */
    public void setWebhooks(HookSettings webhooks) {
        this.webhooks = webhooks;
    }

    /** What operators are shown. */
    public OperatorSettings getOperator() {
        return operator;
    }

    /** What operators are shown. */
    public void setOperator(OperatorSettings operator) {
        this.operator = operator;
    }

    /** Whether missing topics are made. */
    public boolean isCreateTopics() {
        return createTopics;
    }

    /** Whether missing topics are made. */
    public void setCreateTopics(boolean createTopics) {
        this.createTopics = createTopics;
    }

    /** Partitions of topics that are made. */
    public int getPartitions() {
        return partitions;
    }

    /** Partitions of topics that are made. */
    public void setPartitions(int partitions) {
        this.partitions = partitions;
    }

    /** Copies of topics that are made. */
    public int getReplicationFactor() {
        return replicationFactor;
    }

    /** Copies of topics that are made. */
    public void setReplicationFactor(int replicationFactor) {
        this.replicationFactor = replicationFactor;
    }

    /** Regions whose nodes are shown; empty for all. */
    public List<String> getRegions() {
        return regions;
    }

    /** Regions whose nodes are shown; empty for all. */
    public void setRegions(List<String> regions) {
        this.regions = List.copyOf(regions);
    }

    /** Between two heartbeats of a node. For display: nothing is decided here. */
    public Duration getInterval() {
        return interval;
    }

    /** Between two heartbeats of a node. */
    public void setInterval(Duration interval) {
        this.interval = interval;
    }

    /** Clients of the live stream at one time. */
    public int getMaxWatchers() {
        return maxWatchers;
    }

    /** Clients of the live stream at one time. */
    public void setMaxWatchers(int maxWatchers) {
        this.maxWatchers = maxWatchers;
    }

    /** How long to wait at the start for Kafka, and for the registry. */
    public Duration getStartTimeout() {
        return startTimeout;
    }

    /** How long to wait at the start for Kafka, and for the registry. */
    public void setStartTimeout(Duration startTimeout) {
        this.startTimeout = startTimeout;
    }

    /** How missing topics are made; null where they are not. */
    TopicSettings topicSettings() {
        return createTopics ? new TopicSettings(partitions, replicationFactor) : null;
    }

    /** The regions as a set. */
    Set<String> servedRegions() {
        return Set.copyOf(regions);
    }
}
