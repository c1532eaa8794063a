package dev.pulse.marketplace.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.account.Account;
import dev.pulse.marketplace.fixture.FakePeer;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.hook.send.Delivery;
import dev.pulse.marketplace.hook.send.Delivery.Status;
import dev.pulse.marketplace.hook.send.RetryRule;
import dev.pulse.marketplace.hook.send.Signature;
import dev.pulse.marketplace.index.NodeIndex;
import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.OwnerRecord;
import dev.pulse.schemas.RegionVerdict;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Webhooks with a real receiver and a clock of the test's own. */
class HookDeskTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Account ANNA = new Account(Records.account("anna"));
    private static final Account OPERATOR = new Account(Records.account("operator"));
    private static final Set<HookEvent> NODES = EnumSet.of(HookEvent.NODE_DOWN, HookEvent.NODE_BACK);

    /** What came in. */
    private record Received(JsonNode body, String text, String signature, String delivery) {
        String what() {
            JsonNode node = body.path("node");
            return body.path("event").asText()
                    + (node.isMissingNode()
                            ? ""
                            : " " + node.path("node_id").asText() + " "
                                    + node.path("reminder").asInt());
        }
    }

    private final FakePeer receiver = new FakePeer();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger failing = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final NodeIndex index = new NodeIndex(Set.of());
    private final TreeMap<String, RegionVerdict> regions = new TreeMap<>();
    private final HookBook book = new MemoryHooks();
    private volatile Instant now = Records.AT;
    private HookDesk desk;
    private long sequence = 1;

    @BeforeEach
    void start() {
        receiver.does(exchange -> {
            mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(
                    JSON.readTree(text),
                    text,
                    exchange.getRequestHeaders().getFirst("Pulse-Signature"),
                    exchange.getRequestHeaders().getFirst("Pulse-Delivery")));
            open.decrementAndGet();
            exchange.sendResponseHeaders(failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? 500 : 204, -1);
        });
        desk = desk();
    }

    private HookDesk desk() {
        HookDesk opened = new HookDesk(
                new HookSettings(true, true, true),
                book,
                new HookSeal(
                        "a key of the test's own, of 32 bytes".getBytes(StandardCharsets.US_ASCII), new SecureRandom()),
                index,
                () -> {
                    synchronized (regions) {
                        return new TreeMap<>(regions);
                    }
                },
                () -> true,
                OPERATOR,
                () -> now,
                new SecureRandom());
        opened.start();
        return opened;
    }

    @AfterEach
    void stop() {
        desk.close();
        receiver.close();
    }

    private Hook subscribe(Account account, Set<HookEvent> events, Set<String> nodes, long downAfter) throws Exception {
        Hook hook = desk.subscribe(
                account, receiver.url() + "/hook", events, new TreeSet<>(nodes), new TreeSet<>(), downAfter);
        await().until(() -> isKnown(hook));
        return hook;
    }

    private boolean isKnown(Hook hook) throws Exception {
        try {
            desk.deliveries(hook.account(), hook.id(), 1);
            return true;
        } catch (HookDesk.Refused e) {
            return false;
        }
    }

    private void state(String node, String farmer, LivenessState liveness) {
        index.apply(
                node,
                Records.state(node, liveness, "eu", LifecycleStage.PUBLISHED)
                        .setSince(now)
                        .setOwner(new OwnerRecord(Records.account(farmer), "f", Records.account(node), 1L, true))
                        .build());
    }

    private void happens(String node, String farmer, LivenessState before, LivenessState after) {
        state(node, farmer, after);
        desk.happened(Records.event(node, sequence++, before, after, EventCause.HEARTBEAT, "eu", now));
    }

    private void goesDown(String node, String farmer) {
        happens(node, farmer, LivenessState.ONLINE, LivenessState.OFFLINE);
    }

    private void comesBack(String node, String farmer) {
        happens(node, farmer, LivenessState.OFFLINE, LivenessState.ONLINE);
    }

    private List<String> whatCame() {
        return received.stream().map(Received::what).toList();
    }

    private Delivery only(Hook hook) throws Exception {
        return desk.deliveries(hook.account(), hook.id(), 1).stream()
                .findFirst()
                .orElse(Delivery.of("none", "none", "", 0));
    }

    @Test
    void aFarmerIsToldOfHisNodesOnceTheyAreDownForLongAndOfTheirReturn() throws Exception {
        Hook hook = subscribe(ANNA, NODES, Set.of(), 60);
        goesDown("flaps", "anna");
        goesDown("mine", "anna");
        goesDown("other", "bob");
        now = now.plusSeconds(59);
        comesBack("flaps", "anna");
        now = now.plusSeconds(1);
        await().until(() -> whatCame().equals(List.of("node.down mine 0")));
        now = now.plusSeconds(3_540);
        await().until(() -> whatCame().equals(List.of("node.down mine 0", "node.down mine 1")));
        comesBack("mine", "anna");
        comesBack("other", "bob");
        await().until(() -> whatCame().equals(List.of("node.down mine 0", "node.down mine 1", "node.back mine 0")));

        Received first = received.getFirst();
        assertThat(first.delivery()).isEqualTo(first.body().path("id").asText());
        assertThat(first.body().path("webhook_id").asText()).isEqualTo(hook.id());
        assertThat(first.body().at("/node/since").asLong()).isEqualTo(Records.AT.getEpochSecond());
        assertThat(first.signature())
                .isEqualTo(Signature.of(desk.secret(hook), Records.AT.getEpochSecond() + 60, first.text()));
        await().until(() -> only(hook).status() == Status.DELIVERED);
    }

    @Test
    void whoFailsIsAskedAgainUnderTheSameIdUntilItArrives() throws Exception {
        failing.set(3);
        Hook hook = subscribe(ANNA, NODES, Set.of("mine"), 0);
        goesDown("mine", "anna");
        for (int tries = 1; tries <= 3; tries++) {
            int so = tries;
            await().until(() -> only(hook).tries() == so);
            assertThat(only(hook).error()).isEqualTo("HTTP 500.");
            assertThat(only(hook).status()).isEqualTo(Status.WAITING);
            now = Instant.ofEpochMilli(only(hook).nextAt());
        }
        await().until(() -> only(hook).status() == Status.DELIVERED);
        assertThat(only(hook).tries()).isEqualTo(4);
        assertThat(received)
                .extracting(Received::delivery)
                .hasSize(4)
                .containsOnly(only(hook).id());
    }

    @Test
    void whatIsGivenUpIsShownAndCanBeSentAgain() throws Exception {
        failing.set(RetryRule.TRIES);
        Hook hook = subscribe(ANNA, EnumSet.of(HookEvent.REGION_CALM), Set.of(), 0);
        String id = desk.test(ANNA, hook.id()).id();
        for (int tries = 1; tries < RetryRule.TRIES; tries++) {
            int so = tries;
            await().until(() -> only(hook).tries() == so);
            now = Instant.ofEpochMilli(only(hook).nextAt());
        }
        await().until(() -> only(hook).status() == Status.DEAD);
        assertThat(only(hook).tries()).isEqualTo(RetryRule.TRIES);
        desk.again(ANNA, hook.id(), id);
        await().until(() -> only(hook).status() == Status.DELIVERED);
        assertThat(received).extracting(Received::delivery).containsOnly(id);
    }

    @Test
    void afterARestartWhatWasDueOfLateIsToldUnderTheSameId() throws Exception {
        Hook hook = subscribe(ANNA, NODES, Set.of(), 0);
        goesDown("mine", "anna");
        await().until(() -> whatCame().size() == 1);
        desk.close();
        now = now.plus(Duration.ofMinutes(5));
        desk = desk();
        await().until(() -> whatCame().size() == 2);
        assertThat(received.get(1).delivery()).isEqualTo(received.get(0).delivery());
        desk.close();
        now = now.plus(Duration.ofMinutes(6));
        desk = desk();
        await().until(() -> isKnown(hook));
        comesBack("mine", "anna");
        await().until(() -> whatCame().size() == 3);
        assertThat(whatCame().get(2)).isEqualTo("node.back mine 0");
    }

    @Test
    void anOperatorMayNameAnyNodeAndAFarmerHisOwnOnly() throws Exception {
        subscribe(OPERATOR, EnumSet.of(HookEvent.NODE_DOWN), Set.of("watched"), 0);
        subscribe(ANNA, EnumSet.of(HookEvent.NODE_DOWN), Set.of("watched", "mine"), 0);
        goesDown("watched", "bob");
        goesDown("mine", "anna");
        goesDown("mine-too", "anna");
        await().until(() -> whatCame().size() == 2);
        assertThat(whatCame()).containsExactlyInAnyOrder("node.down watched 0", "node.down mine 0");
    }

    private void region(boolean disturbed) {
        synchronized (regions) {
            regions.put("eu", Records.verdict("eu", now, 1, 1, disturbed));
        }
    }

    @Test
    void regionsAreToldOfWhenTheGuardHoldsThemAndWhenItLetsGo() throws Exception {
        region(false);
        Hook hook = subscribe(ANNA, EnumSet.of(HookEvent.REGION_DISTURBED, HookEvent.REGION_CALM), Set.of(), 0);
        desk.test(ANNA, hook.id());
        await().until(() -> whatCame().equals(List.of("test")));
        region(true);
        await().until(() -> whatCame().equals(List.of("test", "region.disturbed")));
        region(false);
        await().until(() -> whatCame().equals(List.of("test", "region.disturbed", "region.calm")));
        assertThat(received.getLast().body().at("/region/region").asText()).isEqualTo("eu");
    }

    @Test
    void oneCallAtATimeToOneTarget() throws Exception {
        List<Hook> hooks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            hooks.add(subscribe(ANNA, NODES, Set.of(), 0));
        }
        goesDown("mine", "anna");
        await().until(() -> received.size() == hooks.size());
        assertThat(mostOpen).hasValue(1);
    }

    @Test
    void whoLeavesIsToldNothingMore() throws Exception {
        Hook hook = subscribe(ANNA, NODES, Set.of(), 60);
        Hook other = subscribe(ANNA, NODES, Set.of(), 60);
        goesDown("mine", "anna");
        desk.unsubscribe(ANNA, hook.id());
        await().until(() -> !isKnown(hook));
        now = now.plusSeconds(60);
        await().until(() -> received.size() == 1);
        assertThat(received.getFirst().body().path("webhook_id").asText()).isEqualTo(other.id());
    }
}
