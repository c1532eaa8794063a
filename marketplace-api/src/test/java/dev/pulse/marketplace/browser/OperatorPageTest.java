package dev.pulse.marketplace.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.schemas.DeadLetterReason;
import dev.pulse.schemas.topic.NodePartition;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.openqa.selenium.Keys;

/** The operator's page: what is not well, the partitions, and dead letters down to their bytes. */
@TestInstance(Lifecycle.PER_CLASS)
class OperatorPageTest {
    private static final int PARTITIONS = 4;
    private static final String NODE = "node-late";

    private Globe globe;
    private Chromium chromium;

    @BeforeAll
    void start() throws Exception {
        Instant now = Instant.now();
        globe = new Globe(
                0,
                now,
                "market: {verification: mock}",
                "operator: {every: 1s, services: {ingest: [\"http://127.0.0.1:1\"]}}");
        for (Topic<?> topic : Topics.all()) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                globe.topics().cluster().end(topic.name(), partition, 200_000);
            }
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            globe.topics().cluster().commit("pulse-lifecycle", Topics.VERIFIED.name(), partition, 200_000);
            // One partition of the verifier's stands still, far behind.
            globe.topics()
                    .cluster()
                    .commit("pulse-verifier", Topics.RAW.name(), partition, partition == 2 ? 80_000 : 199_998);
        }
        for (int i = 0; i < 40; i++) {
            globe.topics()
                    .append(
                            Topics.dead(Rejection.IDENTITY),
                            NodePartition.of(NODE, PARTITIONS),
                            NODE,
                            Records.dead(
                                    globe.topics(),
                                    DeadLetterReason.IDENTITY,
                                    NODE,
                                    "The name belongs to another account.",
                                    now.minusSeconds(i)),
                            now.minusSeconds(60 - i).toEpochMilli());
        }
        chromium = Chromium.open(globe.url());
    }

    @AfterAll
    void stop() {
        if (chromium != null) {
            chromium.close();
        }
        globe.close();
    }

    @Test
    void whatIsNotWellIsSaidInWordsTheWorstFirst() {
        chromium.visit("/operator");
        chromium.see("#verdict-text", "things are not well");
        chromium.see("#verdict-list li", "ingest at http://127.0.0.1:1 does not answer");
        chromium.see("#verdict-list li", "Region ap is disturbed");
        chromium.see(
                "#verdict-list li",
                "pulse-verifier is 120,006 offsets behind in heartbeats.raw; the most in partition 2.");
        chromium.see("#services tr", "not reachable");
        chromium.see("#services tr", "this explorer");
        chromium.see("#regions li", "disturbed for");
        chromium.see("#rejected li", "identity");
        chromium.see("#kafka", "3 brokers, transaction.version 2");
        chromium.isSound();
    }

    @Test
    void partitionsAreLookedAtWorstFirstAndByKeys() {
        chromium.visit("/operator");
        chromium.see(".traffic-row:first-child", "heartbeats.raw");
        chromium.see(".traffic-row[data-level='2'] .lag", "verifier 120,006 behind");
        chromium.script("document.querySelector('.traffic-row:first-child .strip').focus()");
        chromium.see("#readout", "heartbeats.raw, partition 0");
        chromium.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        chromium.see("#readout", "partition 2");
        chromium.see("#readout", "pulse-verifier 120,000 offsets behind");
        assertThat(chromium.see(".traffic-row:first-child .strip").getAttribute("aria-valuetext"))
                .startsWith("partition 2, ");
        chromium.press(Keys.END);
        chromium.see("#readout", "partition 3");
        chromium.click(".numbers summary");
        chromium.see("#numbers tr", "pulse-verifier 120,000 offsets behind");
        chromium.isSound();
    }

    @Test
    void aLetterIsFoundAndOpenedDownToItsBytes() {
        chromium.visit("/operator");
        chromium.see("#found tr", "identity");
        chromium.type("#node", NODE);
        chromium.press(Keys.ENTER);
        chromium.arrives("/operator?node=node-late"::equals);
        chromium.see("#searched", "25 letters");
        chromium.click("#more");
        chromium.see("#searched", "40 letters, ");
        chromium.seeNo("#more");
        chromium.click("#reason option", "skew");
        chromium.arrives("/operator?node=node-late&reason=skew"::equals);
        chromium.see("#searched", "No letter found");
        chromium.click("#reason option", "identity");
        chromium.click("#found tr:first-child button");
        chromium.see("#letter .findings", "The name belongs to another account.");
        chromium.see("#letter .findings", "Its payload is no canonical heartbeat");
        chromium.see("#letter .notice", "This name belongs to another account");
        chromium.see("#letter .bytes", "\"node_id\": \"node-late\"");
        chromium.isSound();
        chromium.click("#letter .views button", "Byte for byte");
        chromium.see("#letter .bytes", "00000  ");
        chromium.press(Keys.ESCAPE);
        chromium.seeNo("#letter");
        chromium.arrives(path -> !path.contains("letter="));
        assertThat((Boolean) chromium.script(
                        "return document.activeElement === document.querySelector('#found tr:first-child button')"))
                .as("the focus is where it was")
                .isTrue();
    }

    @Test
    void anAddressLeadsToASearchAndToALetter() {
        chromium.visit("/operator?reason=signature&since=1d&letter=skew/1/0");
        chromium.see("#letter-title", "Refused for skew");
        chromium.click("#letter-close");
        chromium.arrives("/operator?reason=signature&since=1d"::equals);
        chromium.see("#searched", "5 letters");
        assertThat(chromium.texts("#found .tag")).hasSize(5).containsOnly("signature");
        chromium.isSound();
        chromium.visit("/operator?letter=skew/1/900");
        chromium.see("#letter [role=alert]", "No letter stands at skew/1/900.");
        chromium.isSound("404");
    }

    @Test
    void aSearchThatMakesNoSenseIsToldSo() {
        chromium.visit("/operator?node=No%20Node");
        chromium.see("#searched [role=alert]", "The parameter node_id must be");
        chromium.isSound("400");
    }
}
