package dev.pulse.agent.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.agent.pair.MarketClient;
import dev.pulse.agent.pair.MarketClient.Reply;
import dev.pulse.ledger.message.ActingRequest;
import dev.pulse.ledger.message.Message;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;

/** Somebody who is signed in at a marketplace with his account's key (NEP-413), for as long as a command takes. */
public final class MarketSession implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final MarketClient market;
    private final NodeKey key;
    private final String token;

    private MarketSession(MarketClient market, NodeKey key, String token) {
        this.market = market;
        this.key = key;
        this.token = token;
    }

    /**
     * Signs in, to a session in which the token alone changes nothing.
     *
     * @param market is closed with the session
     * @throws IOException when it can't be reached, does not let this account in, or has something else signed; the message is
     *     a sentence
     */
    public static MarketSession signIn(MarketClient market, NodeKey key) throws IOException, InterruptedException {
        Message message = challenge(market, key);
        if (!message.message().startsWith("Sign in to " + market.origin() + " as " + key.account() + ".")) {
            throw new IOException("What the marketplace wants signed is no sign-in to " + market.origin() + " as "
                    + key.account() + ", and was not signed: " + message.message());
        }
        ObjectNode answer = object().put("account_id", key.account().hex())
                .put("public_key", key.publicKeyText())
                .put("nonce", Base64.getEncoder().encodeToString(message.nonce()))
                .put("signature", Base64.getEncoder().encodeToString(key.sign(message.hash())))
                .put("bearer", true)
                .put("signed", true);
        return new MarketSession(
                market,
                key,
                needed(market.post("/api/session", answer, null)).path("token").asText());
    }

    /** Something to sign; whom it is for is looked at, since who gives it may have got it from another marketplace. */
    private static Message challenge(MarketClient market, NodeKey key) throws IOException, InterruptedException {
        ObjectNode who = object().put("account_id", key.account().hex());
        JsonNode challenge = needed(market.post("/api/session/challenge", who, null));
        String recipient = challenge.path("recipient").asText();
        if (!recipient.equals(market.origin())) {
            throw new IOException("The marketplace at " + market.origin() + " wants something signed that is for "
                    + recipient + "; it was not signed. If that is its own name, use it: --marketplace " + recipient);
        }
        try {
            return new Message(
                    challenge.path("message").asText(),
                    Base64.getDecoder().decode(challenge.path("nonce").asText()),
                    recipient,
                    null);
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
     * Has something done, signed.
     *
     * @param body what is sent, or null for nothing
     */
    public Reply post(String path, ObjectNode body) throws IOException, InterruptedException {
        byte[] bytes = body == null ? new byte[0] : JSON.writeValueAsBytes(body);
        byte[] nonce = challenge(market, key).nonce();
        Message message = new ActingRequest("POST", path, bytes).message(nonce, market.origin());
        Base64.Encoder base64 = Base64.getEncoder();
        return market.post(
                path,
                bytes,
                token,
                Map.of(
                        ActingRequest.NONCE, base64.encodeToString(nonce),
                        ActingRequest.SIGNATURE, base64.encodeToString(key.sign(message.hash()))));
    }

    @Override
    public void close() {
        market.close();
    }
}
