package dev.pulse.agent.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.agent.pair.MarketClient;
import dev.pulse.agent.pair.MarketClient.Reply;
import dev.pulse.ledger.message.Message;
import java.io.IOException;
import java.util.Base64;

/** Somebody who is signed in at a marketplace with his account's key (NEP-413), for as long as a command takes. */
public final class MarketSession implements AutoCloseable {
    private final MarketClient market;
    private final String token;

    private MarketSession(MarketClient market, String token) {
        this.market = market;
        this.token = token;
    }

    /**
     * Signs in.
     *
     * @param market is closed with the session
     * @throws IOException when it can't be reached, or does not let this account in; the message is a sentence
     */
    public static MarketSession signIn(MarketClient market, NodeKey key) throws IOException, InterruptedException {
        ObjectNode who = object().put("account_id", key.account().hex());
        JsonNode challenge = needed(market.post("/api/session/challenge", who, null));
        ObjectNode answer = who.deepCopy()
                .put("public_key", key.publicKeyText())
                .put("nonce", challenge.path("nonce").asText())
                .put("signature", Base64.getEncoder().encodeToString(key.sign(hash(challenge))))
                .put("bearer", true);
        return new MarketSession(
                market,
                needed(market.post("/api/session", answer, null)).path("token").asText());
    }

    private static byte[] hash(JsonNode challenge) throws IOException {
        try {
            return new Message(
                            challenge.path("message").asText(),
                            Base64.getDecoder().decode(challenge.path("nonce").asText()),
                            challenge.path("recipient").asText(),
                            null)
                    .hash();
        } catch (IllegalArgumentException e) {
            throw new IOException("The marketplace's challenge is none: " + e.getMessage(), e);
        }
    }

    private static JsonNode needed(Reply reply) throws IOException {
        if (reply.status() != 200) {
            throw new IOException(
                    "The marketplace does not let this account in: " + reply.detail() + " (" + reply.error() + ")");
        }
        return reply.body();
    }

    /** An empty object, to be filled. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Asks for something. */
    public Reply get(String path) throws IOException, InterruptedException {
        return market.get(path, token);
    }

    /**
     * Has something done.
     *
     * @param body what is sent, or null for nothing
     */
    public Reply post(String path, ObjectNode body) throws IOException, InterruptedException {
        return market.post(path, body, token);
    }

    @Override
    public void close() {
        market.close();
    }
}
