package dev.pulse.agent.market;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.agent.key.AccountStore;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.agent.pair.MarketClient;
import dev.pulse.agent.pair.MarketClient.Reply;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Who does something at which marketplace. */
final class SessionOption {
    @Option(names = "--dir", required = true, paramLabel = "D", description = "The folder of the account's key.")
    private Path dir;

    @Option(
            names = "--marketplace",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The marketplace (default: ${DEFAULT-VALUE}).")
    private String marketplace;

    /** What is done there. */
    @FunctionalInterface
    interface Work {
        /** Does it; the exit code. */
        int with(MarketSession session) throws IOException, InterruptedException;
    }

    /** Who it is. */
    NodeKey key() throws IOException {
        return AccountStore.load(dir);
    }

    /** A client of the marketplace. */
    MarketClient client(CommandSpec spec) {
        try {
            return new MarketClient(marketplace);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--marketplace: " + e.getMessage(), e);
        }
    }

    /** Does it as somebody who is signed in; its exit code, or 1 with a sentence on the error output. */
    int run(CommandSpec spec, Work work) throws InterruptedException {
        try (MarketSession session = MarketSession.signIn(client(spec), key())) {
            return work.with(session);
        } catch (IOException e) {
            spec.commandLine().getErr().println(e.getMessage() == null ? e.toString() : e.getMessage());
            return 1;
        }
    }

    /** What came of it, on the output that fits; 0 or 1. */
    static int say(CommandSpec spec, Reply reply, String done) {
        if (reply.status() / 100 == 2) {
            spec.commandLine().getOut().println(done);
            return 0;
        }
        spec.commandLine().getErr().println(reply.detail() + " (" + reply.error() + ")");
        return 1;
    }

    /** A text of an answer that may be missing. */
    static String text(JsonNode answer, String name) {
        return answer.path(name).asText("");
    }
}
