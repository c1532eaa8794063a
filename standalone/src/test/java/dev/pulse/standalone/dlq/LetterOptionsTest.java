package dev.pulse.standalone.dlq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.agent.cli.AgentCommands;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.letter.LetterQuery;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class LetterOptionsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T18:00:00.5Z");

    /** A command that has nothing but the conditions. */
    @Command(name = "which")
    static final class Which {
        @Mixin
        private LetterOptions which;
    }

    private static LetterQuery query(String... arguments) {
        Which command = new Which();
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return command.which.query(NOW);
    }

    @Test
    void allLettersWhereNothingIsSaid() {
        LetterQuery all = query();
        assertThat(all.reasons()).containsExactly(Rejection.values());
        assertThat(all.nodeId()).isNull();
        assertThat(all.since()).isNull();
        assertThat(all.until()).isNull();
    }

    @Test
    void reasonsByNameAndByTopic() {
        assertThat(query("--reason", "skew,POISON", "--topic", "pulse.heartbeats.dead.identity")
                        .reasons())
                .containsExactly(Rejection.SKEW, Rejection.IDENTITY, Rejection.POISON);
        assertThatThrownBy(() -> query("--topic", "pulse.heartbeats.raw"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("no dead-letter topic");
    }

    @Test
    void timesWrittenOutInSecondsAndAgo() {
        assertThat(query("--since", "2026-11-27T10:00:00+01:00").since())
                .isEqualTo(Instant.parse("2026-11-27T09:00:00Z"));
        assertThat(query("--since", "1790000000").since()).isEqualTo(Instant.ofEpochSecond(1_790_000_000));
        assertThat(query("--since", "2h", "--until", "30m"))
                .extracting(LetterQuery::since, LetterQuery::until)
                .containsExactly(Instant.parse("2026-11-27T16:00:00Z"), Instant.parse("2026-11-27T17:30:00Z"));
        assertThatThrownBy(() -> query("--since", "yesterday")).hasMessageContaining("'yesterday' is no time");
        assertThatThrownBy(() -> query("--since", "1h", "--until", "2h")).hasMessageContaining("later than");
    }

    @Test
    void aNodeIdThatIsNoneIsRefused() {
        assertThatThrownBy(() -> query("--node", "Node 1")).hasMessageContaining("no node id");
    }

    private static String refusal(String... arguments) {
        StringWriter err = new StringWriter();
        int status = AgentCommands.configured(new DlqCommand())
                .setErr(new PrintWriter(err))
                .execute(arguments);
        assertThat(status).isEqualTo(2);
        return err.toString();
    }

    @Test
    void aReplayIsToldWhatWasMendedAndNothingThatMakesNoSense() {
        assertThat(refusal("replay")).contains("--reason is needed");
        assertThat(refusal("replay", "--reason", "replay")).contains("nothing to judge once more");
        assertThat(refusal("replay", "--reason", "skew", "--clock-ahead", "60")).contains("needs --ingest");
        assertThat(refusal("replay", "--reason", "skew,poison", "--ingest", "i", "--clock-ahead", "60"))
                .contains("--reason skew");
        assertThat(refusal("replay", "--reason", "skew", "--limit", "0")).contains("--limit must be 1");
        assertThat(refusal("replay", "--reason", "skew", "--rate", "0")).contains("--rate must be 1");
        assertThat(refusal("show", "skew-1-2")).contains("write it as skew/3/17");
        assertThat(refusal("list", "--limit", "0")).contains("1 to 10000");
    }
}
