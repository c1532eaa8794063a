package dev.pulse.marketplace.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.FakeLifecycle;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.fixture.TestMarketplace;
import dev.pulse.schemas.CapacityRecord;
import dev.pulse.schemas.GpuRecord;
import dev.pulse.schemas.HoldRecord;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.LocationRecord;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.OfferRecord;
import dev.pulse.schemas.OwnerRecord;
import dev.pulse.schemas.topic.Topics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches over HTTP, over nodes of which each is known. */
@TestInstance(Lifecycle.PER_CLASS)
class SearchHttpTest {
    private final FakeTopics topics = new FakeTopics(4);
    private final FakeLifecycle lifecycle = new FakeLifecycle();
    private TestMarketplace market;
    private Browser browser;

    private static NodeState.Builder node(String id, String region) {
        return Records.state(id, LivenessState.ONLINE, region, LifecycleStage.DISCOVERED)
                .setGpus(List.of())
                .setCapacity(null)
                .setLocation(null);
    }

    /** In Ghent, 16 processors, 64 GB, 2000 GB: 15 slices, offered for 60 by farm green, 3 held. */
    private static NodeState ghent() {
        HoldRecord hold = HoldRecord.newBuilder()
                .setRequestId("q")
                .setRenter(Records.account("renter"))
                .setSlices(3)
                .setHours(1)
                .setFrom(Records.AT)
                .setUntil(Records.AT.plusSeconds(3_600))
                .build();
        return Records.state("ghent", LivenessState.ONLINE, "eu", LifecycleStage.RESERVED)
                .setOwner(new OwnerRecord(Records.account("farmer"), "green", Records.account("ghent"), 1L, true))
                .setOffer(new OfferRecord("l-1", "operator", 60L, 15, "basic", Records.AT))
                .setHolds(List.of(hold))
                .build();
    }

    /** In Antwerp, with two H100s, for the highest price there is; flapping. */
    private static NodeState antwerp() {
        return Records.state("antwerp", LivenessState.OFFLINE, "eu", LifecycleStage.PUBLISHED)
                .setOwner(new OwnerRecord(Records.account("farmer"), "green", Records.account("antwerp"), 1L, true))
                .setOffer(new OfferRecord("l-2", "operator", -1L, 4, null, Records.AT))
                .setCapacity(new CapacityRecord(64L, 512L, 8000L, 2L, null, null))
                .setLocation(new LocationRecord("BE", "Antwerpen", 51_219_400, 4_402_500))
                .setGpus(List.of(new GpuRecord("NVIDIA", "H100", 80L), new GpuRecord("NVIDIA", "H100", 80L)))
                .setFlaps(40)
                .setOnlineMs(43_200_000)
                .setVersion("1.1.0")
                .setWrittenAt(Records.AT.plusSeconds(60))
                .build();
    }

    @BeforeAll
    void start() throws Exception {
        topics.append(Topics.STATE, "ghent", ghent());
        topics.append(Topics.STATE, "antwerp", antwerp());
        topics.append(
                Topics.STATE,
                "lima",
                node("lima", "us-east")
                        .setLocation(new LocationRecord("PE", "Lima", -12_046_400, -77_042_800))
                        .setHostname("Ünïcode-1")
                        .build());
        topics.append(
                Topics.STATE,
                "silent",
                node("silent", "us-east").setHostname(null).build());
        market = TestMarketplace.start(topics, lifecycle.uri(), 0);
        browser = new Browser(market.url());
        await().until(() -> browser.get("/ready").status() == 200);
    }

    @AfterAll
    void stop() {
        market.close();
        lifecycle.close();
    }

    private JsonNode search(String query) {
        Answer answer = browser.get("/api/v1/nodes?" + query);
        assertThat(answer.status()).as(query + ": " + answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static String ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("nodes").forEach(node -> ids.add(node.path("node_id").asText()));
        return String.join(" ", ids);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "region_contains=EAST | lima silent",
                "country=be&country=pe | antwerp ghent lima",
                "city=GHENT | ghent",
                "country_contains=e | antwerp ghent lima",
                "city_contains=zz | ''",
                "city_contains=ANT | antwerp",
                "exclude=ghent&exclude=lima | antwerp silent",
                "version=1.1.0 | antwerp",
                "hostname_prefix=%C3%9CN%C3%8F | lima",
                "hostname_prefix=%C3%BCn%C3%AF | lima",
                "uptime_min=50 | antwerp ghent lima silent",
                "uptime_min=50.01 | ghent lima silent",
                "uptime_min=100 | ''",
                "flap_max=39 | ghent lima silent",
                "updated_since=1790000001 | antwerp",
                "updated_since=1790000060 | antwerp",
                "updated_since=1790000061 | ''",
                "near=51.0543,3.7174,1 | ghent",
                "near=51.0543,3.7174,60 | antwerp ghent",
                "near=51.0543,3.7174,20016 | antwerp ghent lima",
                "near=90,180,20016 | antwerp ghent lima",
                "total_slices_min=16 | antwerp",
                "total_slices_max=15 | ghent",
                "free_slices_min=12&free_slices_max=12 | ghent",
                "free_slices_min=1 | antwerp ghent",
                "total_cpu_min=16&total_cpu_max=16 | ghent",
                "free_cpu_min=12&free_cpu_max=12 | ghent",
                "free_ram_min=52&free_ram_max=52 | ghent",
                "free_disk_min=1600&free_disk_max=1600 | ghent",
                "free_ram_min=53 | antwerp",
                "has_gpu=true | antwerp ghent",
                "has_gpu=false | lima silent",
                "gpu_count_min=2 | antwerp",
                "gpu_vendor=Nvidia&gpu_model=h100 | antwerp",
                "gpu_model_contains=1 | antwerp",
                "price_max=60 | ghent",
                "price_min=61 | antwerp",
                "price_min=18446744073709551615 | antwerp",
                "rentable=true | ghent",
                "rented=true | ghent",
                "rented=false&region=eu | antwerp",
                "farm_id=green | antwerp ghent",
                "farm_id=Green | ''",
                "farm_id_contains=REE | antwerp ghent",
                "template=basic | ghent",
                "sort=-free_ram | antwerp ghent silent lima",
                "sort=price | ghent antwerp lima silent",
                "sort=hostname | antwerp ghent lima silent",
                "sort=-hostname | lima ghent antwerp silent",
                "sort=city | antwerp ghent lima silent",
                "sort=distance&near=-12,-77,20016 | lima ghent antwerp",
                "sort=-distance&near=-12,-77,20016 | antwerp ghent lima",
            })
    void filtersAndSortsGiveTheNodesThatTheySay(String query, String expected) {
        assertThat(ids(search(query))).isEqualTo(expected);
    }

    @Test
    void farmersAndRentersFindTheirs() {
        assertThat(ids(search("owned_by=" + Records.account("farmer")))).isEqualTo("antwerp ghent");
        assertThat(ids(search("rented_by=" + Records.account("renter")))).isEqualTo("ghent");
        assertThat(ids(search("rented_by=" + Records.account("nobody")))).isEmpty();
    }

    @Test
    void theMapHasTheSameNodesByCell() {
        JsonNode globe = browser.get("/api/v1/cells?size=10").json();
        assertThat(globe.path("cells").toString())
                .isEqualTo("[{\"south\":50,\"west\":0,\"online\":1,\"unknown\":0,\"offline\":1},"
                        + "{\"south\":-20,\"west\":-80,\"online\":1,\"unknown\":0,\"offline\":0}]");
        assertThat(globe.path("placed").asInt()).isEqualTo(3);
        assertThat(globe.path("unplaced").asInt()).isEqualTo(1);
        assertThat(globe.path("complete").asBoolean()).isTrue();
        JsonNode some = browser.get("/api/v1/cells?size=1&bbox=-180,0,180,90&rentable=true")
                .json();
        assertThat(some.path("cells").toString()).startsWith("[{\"south\":51,\"west\":3,");
        assertThat(some.path("placed").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size=3 | size",
                "size=-5 | size",
                "bbox=0,0,10 | bbox",
                "bbox=0,10,10,0 | bbox",
                "bbox=-181,0,10,10 | bbox",
                "bbox=0,0,10,90.5 | bbox",
                "bbox=0,0,10,x | bbox",
                "bbox=0,0,1,1&bbox=0,0,1,1 | bbox",
                "cursor=x | cursor",
                "region=* | region",
                "price_min=-1 | price_min"
            })
    void aMapThatMakesNoSenseIsRefusedByItsParameter(String query, String named) {
        Answer answer = browser.get("/api/v1/cells?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).contains(named);
    }

    @Test
    void countsAndFacetsAreOfAllMatchesWhateverThePage() {
        JsonNode page = search("size=1&count=true&facets=region&facets=gpu_model&facets=price&facets=status");
        assertThat(page.path("nodes")).hasSize(1);
        assertThat(page.path("count").asInt()).isEqualTo(4);
        assertThat(page.at("/facets/region/values").toString())
                .isEqualTo("[{\"value\":\"eu\",\"nodes\":2},{\"value\":\"us-east\",\"nodes\":2}]");
        assertThat(page.at("/facets/gpu_model/values").toString())
                .isEqualTo(
                        "[{\"value\":null,\"nodes\":2},{\"value\":\"H100\",\"nodes\":1},{\"value\":\"L4\",\"nodes\":1}]");
        assertThat(page.at("/facets/price/values").toString())
                .isEqualTo(
                        "[{\"value\":\"21-60\",\"nodes\":1},{\"value\":\"251-\",\"nodes\":1},{\"value\":null,\"nodes\":2}]");
        assertThat(page.at("/facets/status/values/0/value").asText()).isEqualTo("online");
        assertThat(search("size=1").path("count").isNull()).isTrue();
        assertThat(search("size=1").path("facets").isNull()).isTrue();
    }

    @Test
    void aSampleIsDrawnAgainByItsSeed() {
        JsonNode drawn = search("sample=2");
        assertThat(drawn.path("nodes")).hasSize(2);
        assertThat(drawn.path("next_cursor").isNull()).isTrue();
        String again = ids(search("sample=2&seed=" + drawn.path("seed").asLong()));
        assertThat(again).isEqualTo(ids(drawn));
        assertThat(ids(search("sample=500&region=eu")).split(" ")).containsExactlyInAnyOrder("antwerp", "ghent");
        assertThat(IntStream.range(0, 50)
                        .mapToObj(seed -> ids(search("sample=1&seed=" + seed)))
                        .distinct())
                .as("every node has its chance")
                .hasSize(4);
    }

    @Test
    void aCursorIsGoodForItsSearchAlone() {
        String cursor =
                search("size=1&sort=-price&country=BE").path("next_cursor").asText();
        assertThat(ids(search("size=5&sort=-price&country=BE&cursor=" + cursor)))
                .as("any size")
                .isEqualTo("ghent");
        List<String> others = List.of(
                "sort=price&country=BE&cursor=" + cursor,
                "sort=-price&cursor=" + cursor,
                "cursor=" + cursor,
                "sort=-price&country=BE&cursor=" + cursor.substring(0, cursor.length() - 2),
                "sort=-price&country=BE&cursor=B" + cursor.substring(1),
                "sort=-price&country=BE&cursor=" + cursor + "AA",
                "sort=-price&country=BE&cursor=" + "A".repeat(6_001));
        for (String other : others) {
            Answer answer = browser.get("/api/v1/nodes?" + other);
            assertThat(answer.status()).as(other).isEqualTo(400);
            assertThat(answer.json().path("error").asText()).isEqualTo("bad_cursor");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "total_ram_min=-1|total_ram_min",
                "total_ram_min=9223372036854775808|total_ram_min",
                "total_ram_min=1e3|total_ram_min",
                "total_ram_min=2&total_ram_max=1|total_ram_min",
                "total_ram_min=1&total_ram_min=2|total_ram_min",
                "price_max=18446744073709551616|price_max",
                "price_max=-1|price_max",
                "uptime_min=100.01|uptime_min",
                "uptime_min=99.999|uptime_min",
                "flap_max=x|flap_max",
                "updated_since=tomorrow|updated_since",
                "near=91,0,1|near",
                "near=0,180.1,1|near",
                "near=0,0,-1|near",
                "near=0,0,20017|near",
                "near=0,0|near",
                "near=0,0,1,2|near",
                "near=NaN,0,1|near",
                "near=0.1234567,0,1|near",
                "sort=distance|near",
                "sort=weight|sort",
                "sort=--price|sort",
                "sort=gpu_model|sort",
                "size=1000000000|size",
                "size=0|size",
                "sample=0|sample",
                "sample=501|sample",
                "sample=2&size=2|size",
                "sample=2&sort=price|sort",
                "seed=1|seed",
                "sample=1&seed=-1|seed",
                "facets=hostname|facets",
                "facets=|facets",
                "count=yes|count",
                "has_gpu=1|has_gpu",
                "owned_by=bob|owned_by",
                "rented_by=bob|rented_by",
                "exclude=UPPER|exclude",
                "city_contains=|city_contains",
                "hostname_prefix=%20|hostname_prefix",
            })
    void whatMakesNoSenseNamesItsParameter(String query, String named) {
        Answer answer = browser.get("/api/v1/nodes?" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo("bad_parameter");
        assertThat(answer.json().path("detail").asText()).contains(named);
    }

    @Test
    void aPrefixOfAnyCharactersFindsNothingAndHarmsNothing() {
        for (String prefix : List.of("%00", "%F0%9F%98%80", "%C4%B0", "%EF%BF%BF", "%25", "..%2F", "%ED%A0%80")) {
            assertThat(search("hostname_prefix=" + prefix).path("nodes")).isEmpty();
        }
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() {
        Answer first = browser.get("/api/v1/nodes?region=eu");
        assertThat(first.header("ETag")).startsWith("W/\"");
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        Browser again = browser.with("If-None-Match", first.header("ETag"));
        Answer second = again.get("/api/v1/nodes?region=eu");
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.text()).isEmpty();

        topics.append(Topics.STATE, "lima", node("lima", "us-east").setFlaps(3).build());
        await().until(() -> again.get("/api/v1/nodes?region=eu").status() == 200);
        topics.append(
                Topics.STATE,
                "lima",
                node("lima", "us-east")
                        .setLocation(new LocationRecord("PE", "Lima", -12_046_400, -77_042_800))
                        .setHostname("Ünïcode-1")
                        .build());
        await().until(() -> search("country=pe").path("nodes").size() == 1);
    }

    @Test
    void answersAreCompressedForThoseWhoTakeThat() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(market.url() + "/api/v1/nodes"))
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("\"node_id\":\"antwerp\"");
        }
    }
}
