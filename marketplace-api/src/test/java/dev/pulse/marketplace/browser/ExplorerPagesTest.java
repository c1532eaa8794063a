package dev.pulse.marketplace.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.openqa.selenium.Keys;

/** The pages that are the same for everybody: what all have, the overview, the search, a node. */
@TestInstance(Lifecycle.PER_CLASS)
class ExplorerPagesTest {
    private Globe globe;
    private Chromium chromium;

    @BeforeAll
    void start() throws Exception {
        globe = new Globe(0, Instant.now());
        chromium = Chromium.open(globe.url());
    }

    @AfterAll
    void stop() {
        if (chromium != null) {
            chromium.close();
        }
        globe.close();
    }

    @BeforeEach
    void begin() {
        chromium.begin();
    }

    @Test
    void oneFindsOnesWayAndTheThemeIsKept() {
        globe.verdicts(Instant.now());
        chromium.visit("/");
        chromium.see("#freshness", "Live, as of");
        chromium.see("#mock", "anybody's word is taken");
        assertThat(chromium.see("nav [aria-current=page]").getText()).isEqualTo("Overview");
        chromium.click("[data-theme-choice=dark]");
        assertThat(background()).isEqualTo("rgb(18, 22, 21)");
        chromium.click("nav a", "Node");
        chromium.arrives("/nodes"::equals);
        assertThat(background()).isEqualTo("rgb(18, 22, 21)");
        assertThat(chromium.see("[data-theme-choice=dark]").getAttribute("aria-pressed"))
                .isEqualTo("true");
        chromium.click("[data-theme-choice=light]");
        chromium.look(1280, "dark");
        assertThat(background()).isEqualTo("rgb(246, 245, 241)");
        chromium.click("[data-theme-choice=system]");
        assertThat(background()).isEqualTo("rgb(18, 22, 21)");
        chromium.isSound();
    }

    private Object background() {
        return chromium.script("return getComputedStyle(document.body).backgroundColor");
    }

    @Test
    void whereNothingIsOneIsToldWhereToGo() {
        chromium.visit("/nowhere");
        chromium.see("h1", "There is nothing at this address");
        chromium.isSound("404");
    }

    @Test
    void theApiIsDescribed() {
        chromium.visit("/api/docs");
        chromium.see(".docs .operation", "/api/v1/nodes");
        chromium.click(".docs .operation summary", "/v1/nodes/{id}/uptime");
        chromium.click(".docs .operation[open] a[href^='#schema-']");
        chromium.see("details[id^='schema-'][open] th", "Field");
        chromium.isSound();
    }

    @Test
    void theOverviewCountsAndMoves() {
        chromium.visit("/");
        chromium.see("#count-online", "1");
        chromium.see("#map-note", "240 nodes in 15 places");
        assertThat(chromium.texts("#regions tr")).hasSize(3);
        chromium.see("#regions tr", "disturbed");
        chromium.see("#dead details", "skew");
        chromium.see("#online-chart svg");
        chromium.see("#changes-chart svg");
        assertThat((Long) chromium.script("return document.querySelectorAll('#map .discs g').length"))
                .isEqualTo(15);
        int before = Integer.parseInt(chromium.see("#count-offline").getText());
        globe.transition(2, Instant.now(), false);
        chromium.see("#transitions li:first-child", Globe.name(2));
        chromium.see("#count-offline", String.valueOf(before + 1));
        chromium.isSound();
        chromium.click(".count.offline");
        chromium.arrives("/search?status=offline"::equals);
        chromium.see("#found", (before + 1) + " nodes");
    }

    @Test
    void aSearchIsMadeOfFiltersThatAddUpInTheAddress() {
        chromium.visit("/search");
        chromium.see("#found", "240 nodes in all");
        assertThat(chromium.texts("#results li")).hasSize(50);
        chromium.click("[data-preset='rentable=true']");
        chromium.arrives("/search?rentable=true&sort=price"::equals);
        chromium.see("#chips li", "rentable");
        chromium.click("[data-facet=country] .option", "Belgium");
        chromium.see("#chips li", "country: Belgium");
        // One more value of the same field can be chosen: it is counted as if none were.
        chromium.click("[data-facet=country] .option", "Germany");
        chromium.arrives("/search?rentable=true&sort=price&country=BE&country=DE"::equals);
        chromium.type("[name=price_max]", "60");
        chromium.arrives("/search?rentable=true&sort=price&country=BE&country=DE&price_max=60"::equals);
        chromium.see("#chips li", "price up to 60 SPORE/h");
        assertThat(chromium.texts("#results .price strong")).isNotEmpty().containsOnly("20", "60");
        chromium.isSound();
        chromium.back();
        chromium.arrives("/search?rentable=true&sort=price&country=BE&country=DE"::equals);
        chromium.seeNo("#chips [aria-label='Without price up to 60 SPORE/h']");
        chromium.click("#chips button", "Clear all");
        chromium.arrives("/search"::equals);
        chromium.see("#found", "240 nodes in all");
    }

    @Test
    void aSearchIsDoneByKeysAlone() {
        chromium.visit("/search");
        chromium.see("#results li a");
        chromium.press("/");
        chromium.press("host-jp");
        chromium.arrives("/search?hostname_prefix=host-jp"::equals);
        chromium.see("#found", "16 nodes");
        chromium.press(Keys.ARROW_DOWN);
        chromium.press("j");
        assertThat(chromium.script("return document.activeElement.closest('#results li').dataset.node"))
                .isEqualTo(Globe.name(26));
        chromium.press("k");
        chromium.press(Keys.ENTER);
        chromium.arrives(("/nodes/" + Globe.name(11))::equals);
        chromium.back();
        chromium.arrives("/search?hostname_prefix=host-jp"::equals);
        chromium.see("#found", "16 nodes");
        chromium.press(Keys.ESCAPE);
        chromium.arrives("/search"::equals);
    }

    @Test
    void pagesGoOnAndRowsMoveWithTheirNodes() {
        chromium.visit("/search?status=online&status=offline&sort=-free_slices");
        chromium.see("#results li a");
        chromium.click("#more");
        chromium.see("#results li:nth-child(51)");
        chromium.visit("/search?node_id=" + Globe.name(9));
        chromium.see("#results .status.online");
        globe.transition(9, Instant.now(), false);
        chromium.see("#results .status.offline");
    }

    @Test
    void aClickOnTheMapSearchesAroundIt() {
        chromium.visit("/search");
        chromium.see("#map-note", "240 nodes");
        chromium.click("#map .world");
        chromium.arrives(path -> path.startsWith("/search?near="));
        chromium.see("#chips li", "within 500 km of");
        chromium.see(".nothing", "No node meets all of this.");
        chromium.visit("/search?near=51,3.7,100&sort=distance");
        chromium.see("#results li", "Ghent, BE");
        chromium.isSound();
    }

    @Test
    void aSearchThatMakesNoSenseIsToldByItsParameter() {
        chromium.visit("/search?price_min=cheap");
        chromium.see("#error [role=alert]", "The parameter price_min must be");
        chromium.see("#chips li", "price: cheap");
        assertThat(chromium.see("[name=price_min]").getAttribute("aria-invalid"))
                .isEqualTo("true");
        chromium.isSound("400");
        chromium.click("#error button", "Search without price_min");
        chromium.see("#found", "240 nodes in all");
        chromium.visit("/search?colour=red");
        chromium.see("#error [role=alert]", "There is no parameter colour here.");
        chromium.isSound("400");
    }

    @Test
    void aPhoneHasTheFiltersBehindTheirHeading() {
        chromium.look(390, "light");
        chromium.visit("/search");
        chromium.see("#results li a");
        chromium.seeNo("[data-facet=country]");
        chromium.click("#filters summary");
        chromium.click("[data-facet=country] .option", "Brazil");
        chromium.see("#found", "16 nodes");
        chromium.isSound();
    }

    @Test
    void aNodesPageTellsWhatItIsAndChecksItsProof() {
        chromium.visit("/nodes/" + Globe.WHOLE);
        chromium.see("#state .status", "online");
        chromium.see(".diagnosis .summary", "Online: last heartbeat");
        chromium.see("#machine", "8");
        chromium.see("#offer", "SPORE for a slice and hour");
        chromium.see("#proof li", "Signature checked by this browser: the node's key");
        chromium.see("#timeline p");
        globe.transition(0, Instant.now(), false);
        chromium.see("#transitions li", "silent for longer than its grace");
        chromium.isSound("404");
    }

    @Test
    void aNodeThatIsRentedShowsWhoHoldsIt() {
        chromium.visit("/nodes/" + Globe.RENTED);
        chromium.see("#state .tag", "reserved");
        chromium.see("#offer", "28 of 31");
        assertThat(chromium.texts("#offer tbody tr")).hasSize(2);
        chromium.see("#offer tbody tr:nth-child(2)", "5 hours");
        chromium.see("#offer .notice", "Maintenance from");
        chromium.isSound("404");
        chromium.click("#offer a", "farm-2");
        chromium.arrives("/search?farm_id=farm-2"::equals);
        chromium.see("#results li a");
    }

    @Test
    void aNodeThatWasRefusedSaysWhy() {
        chromium.visit("/nodes");
        chromium.type("#lookup-id", Globe.REFUSED);
        chromium.press(Keys.ENTER);
        chromium.arrives(("/nodes/" + Globe.REFUSED)::equals);
        chromium.see("#state .status", "offline");
        chromium.see(".refused", "Its clock is 9 minutes ahead.");
        chromium.see(".diagnosis .advice");
        chromium.isSound("404");
    }

    @Test
    void aNodeThatIsNotKnownAndOneWithoutALifecycleAreSaidToBe() {
        chromium.visit("/nodes/nobody");
        chromium.see("#absent", "No node is known as nobody.");
        chromium.isSound("404");
        chromium.visit("/nodes/" + Globe.name(100));
        chromium.see("#machine", "Processors");
        chromium.isSound("404", "502", "503");
    }
}
