package dev.pulse.marketplace.http.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageFilesTest {
    @Test
    void pagesStandInTheFrameAndBringWhatTheyName() {
        Map<String, byte[]> files = PageFiles.read("/pages/whole/");
        assertThat(files)
                .containsOnlyKeys(
                        "/",
                        "/search",
                        "/favicon.svg",
                        "/web/overview/page.js",
                        "/web/overview/part.js",
                        "/web/overview/page.css",
                        "/web/shared.js",
                        "/web/shared.css",
                        "/web/data.json");
        assertThat(new String(files.get("/"), StandardCharsets.UTF_8))
                .contains("<title>All</title>", "data-page=\"overview\"", "<p>Here.</p>")
                .contains("<li><a href=\"/\" aria-current=\"page\">Overview</a></li>")
                .contains("<li><a href=\"/search\">Search</a></li>")
                .doesNotContain("Farmer")
                .contains("<link rel=\"stylesheet\" href=\"/web/overview/page.css\">")
                .contains("<script type=\"module\" src=\"/web/overview/page.js\"></script>")
                .contains("<link rel=\"modulepreload\" href=\"/web/overview/part.js\">")
                .contains("<link rel=\"modulepreload\" href=\"/web/shared.js\">");
        assertThat(new String(files.get("/search"), StandardCharsets.UTF_8))
                .contains("<p>There.</p>")
                .doesNotContain("<script", "<link");
    }

    @Test
    void aNameThatLeadsNowhereStopsTheStart() {
        assertThatThrownBy(() -> PageFiles.read("/pages/lacking/"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("overview/nowhere.js");
    }

    @Test
    void aPageWithoutATitleStopsTheStart() {
        assertThatThrownBy(() -> PageFiles.read("/pages/untitled/"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("overview");
    }
}
