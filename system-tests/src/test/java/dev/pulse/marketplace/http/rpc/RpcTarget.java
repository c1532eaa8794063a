package dev.pulse.marketplace.http.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.marketplace.diagnosis.LifecycleClient;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.federation.Peers;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Grids;
import dev.pulse.marketplace.http.Letters;
import dev.pulse.marketplace.http.NodesResource;
import dev.pulse.marketplace.http.OverviewResource;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.http.market.Bodies;
import dev.pulse.marketplace.http.search.NodeSearches;
import dev.pulse.marketplace.index.NodeIndex;
import dev.pulse.marketplace.store.StateKeeper;
import dev.pulse.schemas.topic.Topics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An explorer of a few nodes without a server: each body has an answer that is JSON-RPC, and none is a failure inside. */
public final class RpcTarget implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NODES = 40;

    private final Explorer explorer;
    private final LifecycleClient lifecycle = new LifecycleClient(URI.create("http://127.0.0.1:1"), JSON);
    private final Peers peers = new Peers(List.of(), "fuzz", System::nanoTime);
    private final RpcDesk desk;

    /** Reads the nodes. */
    public RpcTarget() {
        FakeTopics topics = new FakeTopics(1);
        Grids grids = new Grids(3);
        for (int i = 0; i < NODES; i++) {
            topics.append(Topics.STATE, "node-" + i, grids.state("node-" + i));
        }
        InstantSource clock = InstantSource.system();
        explorer = new Explorer(
                topics, topics.serdes(), JSON, clock, Set.of(), Duration.ofSeconds(10), 1, StateKeeper.MEMORY);
        explorer.start();
        await().until(() -> explorer.problem() == null);
        desk = new RpcDesk(
                new RpcMethods(
                        new NodeSearches(explorer, peers, () -> 1),
                        new NodesResource(explorer, lifecycle, clock),
                        new OverviewResource(explorer, new Letters(topics.serdes()), peers)),
                System::nanoTime);
    }

    /** What is searched. */
    public NodeIndex index() {
        return explorer.index();
    }

    /** Asks, and has the same bytes read as the body of an order. */
    public void answer(byte[] body) {
        try {
            Bodies.object(new ByteArrayInputStream(body));
        } catch (Problem refused) {
            assertThat(refused.status()).isBetween(400, 413);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Optional<byte[]> answer = desk.answer(body);
            if (answer.isPresent()) {
                JsonNode said = JSON.readTree(answer.get());
                for (JsonNode each : said.isArray() ? said : List.of(said)) {
                    assertThat(each.path("jsonrpc").asText()).isEqualTo("2.0");
                    assertThat(each.has("id")).isTrue();
                    assertThat(each.has("result")).isNotEqualTo(each.has("error"));
                    assertThat(each.at("/error/code").asInt())
                            .as(each.toString())
                            .isNotEqualTo(RpcFault.INTERNAL_ERROR);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        explorer.close();
        lifecycle.close();
        peers.close();
    }
}
