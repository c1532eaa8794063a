package dev.pulse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Pulse is made of, as the build lists it: every part known, pinned, and under a licence that it may be given on under. */
class BillOfMaterialsTest {
    /** Permissive ones, and weak copyleft that asks nothing of what merely links to it. As SPDX and as people name them. */
    private static final Set<String> ALLOWED =
            Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "EPL-1.0", "EPL-2.0", "Bouncy Castle Licence");

    /** Those whose POM does not say it, each with what its files say. */
    private static final Map<String, String> LOOKED_UP = Map.of("com.google.re2j:re2j", "BSD-3-Clause");

    private static JsonNode bill;

    @BeforeAll
    static void read() throws IOException {
        bill = new ObjectMapper().readTree(Path.of("target", "pulse-bom.json").toFile());
    }

    private static String name(JsonNode component) {
        return component.path("group").asText() + ":" + component.path("name").asText();
    }

    private static List<String> licences(JsonNode component) {
        List<String> all = new ArrayList<>();
        for (JsonNode choice : component.path("licenses")) {
            JsonNode licence = choice.path("license");
            String said = licence.path("id").asText(licence.path("name").asText());
            all.add(said.isEmpty() ? choice.path("expression").asText() : said);
        }
        if (LOOKED_UP.containsKey(name(component))) {
            all.add(LOOKED_UP.get(name(component)));
        }
        return all;
    }

    @Test
    void everyPartMayBeGivenOn() {
        List<String> refused = new ArrayList<>();
        for (JsonNode component : bill.path("components")) {
            if (licences(component).stream().noneMatch(ALLOWED::contains)) {
                refused.add(name(component) + " " + licences(component));
            }
        }
        assertThat(refused).as("licences that are not on the list").isEmpty();
    }

    @Test
    void everyPartIsThereOnceWithItsVersionAndWhatItsBytesAre() {
        Set<String> seen = new HashSet<>();
        for (JsonNode component : bill.path("components")) {
            String name = name(component);
            assertThat(component.path("version").asText()).as(name).isNotEmpty().doesNotContain("[", "LATEST");
            assertThat(component.path("purl").asText()).as(name).startsWith("pkg:maven/");
            if (!name.startsWith("dev.pulse:")) {
                assertThat(component.path("version").asText()).as(name).doesNotContain("SNAPSHOT");
                assertThat(component.path("hashes").toString()).as(name).contains("SHA-256");
            }
            assertThat(seen.add(component.path("purl").asText()))
                    .as(name + " twice")
                    .isTrue();
        }
        assertThat(seen)
                .as("what it stands on is on the list")
                .anyMatch(purl -> purl.startsWith("pkg:maven/org.apache.kafka/kafka-streams@"))
                .anyMatch(purl -> purl.startsWith("pkg:maven/org.eclipse.jetty/jetty-server@"))
                .anyMatch(purl -> purl.startsWith("pkg:maven/org.bouncycastle/bcprov-jdk18on@"))
                .noneMatch(purl -> purl.contains("junit") || purl.contains("jazzer"));
        assertThat(bill.at("/metadata/component/name").asText()).isEqualTo("pulse-standalone");
    }
}
