package dev.pulse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.MDCAdapter;

class JsonLogTest {
    private static final Path CONFIGURATION = Path.of("..", "infra", "logging", "json.xml");

    @Test
    void a_line_is_json_and_says_which_node_it_is_about() throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream console = System.out;
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        LoggerContext context = new LoggerContext();
        context.setName("json");
        // What OfNode marks stands in the adapter of this process.
        context.setMDCAdapter(adapter());
        try {
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(CONFIGURATION.toFile());
            OfNode.say("node-0001", () -> context.getLogger("dev.pulse.test").warn("a \"quoted\" {}", "word"));
            context.getLogger("dev.pulse.test").warn("about nobody");
        } finally {
            context.stop();
            System.setOut(console);
        }
        ObjectMapper json = new ObjectMapper();
        List<String> lines = written.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode about = json.readTree(lines.getFirst());
        assertThat(about.path("formattedMessage").asText()).isEqualTo("a \"quoted\" word");
        assertThat(about.path("level").asText()).isEqualTo("WARN");
        assertThat(about.path("loggerName").asText()).isEqualTo("dev.pulse.test");
        assertThat(about.path("mdc").path(OfNode.FIELD).asText()).isEqualTo("node-0001");
        assertThat(json.readTree(lines.getLast()).path("mdc").has(OfNode.FIELD)).isFalse();
    }

    private static LogbackMDCAdapter adapter() {
        assertThat(LoggerFactory.getILoggerFactory()).isInstanceOf(LoggerContext.class);
        MDCAdapter adapter = MDC.getMDCAdapter();
        assertThat(adapter).isInstanceOf(LogbackMDCAdapter.class);
        return (LogbackMDCAdapter) adapter;
    }
}
