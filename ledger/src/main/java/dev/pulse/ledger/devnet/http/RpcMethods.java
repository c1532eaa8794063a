package dev.pulse.ledger.devnet.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.account.Base58;
import dev.pulse.ledger.devnet.chain.Block;
import dev.pulse.ledger.devnet.chain.Chain;
import dev.pulse.ledger.devnet.chain.Chain.At;
import dev.pulse.ledger.devnet.http.Transactions.Until;
import java.time.Duration;
import java.time.Instant;

/** The methods of NEAR's JSON-RPC that wallets and services use, and a faucet. */
final class RpcMethods {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final long NANOS = 1_000_000;

    private final String chainId;
    private final Chain chain;
    private final Queries queries;
    private final Transactions transactions;
    private final Faucet faucet;

    RpcMethods(
            String chainId, Chain chain, Faucet faucet, ObjectMapper json, Duration longest, boolean errorsAsResults) {
        this.chainId = chainId;
        this.chain = chain;
        this.faucet = faucet;
        queries = new Queries(chain, json, errorsAsResults);
        transactions = new Transactions(chain, longest);
    }

    JsonNode answer(String method, JsonNode params) throws RpcFault, InterruptedException {
        return switch (method) {
            case "query" -> queries.answer(params);
            case "send_tx" -> transactions.send(params, Until.EXECUTED_OPTIMISTIC);
            case "broadcast_tx_commit" -> transactions.send(params, Until.EXECUTED_OPTIMISTIC);
            case "broadcast_tx_async" -> transactions.sendAsync(params);
            case "tx", "EXPERIMENTAL_tx_status" -> transactions.status(params);
            case "block" -> block(params);
            case "status" -> status();
            case "gas_price" -> JSON.objectNode().put("gas_price", "0");
            case "health" -> null;
            case "devnet_faucet" -> faucet.drip(params.path("account_id").asText());
            default -> throw RpcFault.unknownMethod(method);
        };
    }

    private JsonNode block(JsonNode params) throws RpcFault {
        JsonNode id = params.isArray() ? params.path(0) : params.path("block_id");
        Block block = id.isValueNode() && !id.isNull()
                ? chain.block(id.asText()).orElseThrow(() -> unknownBlock(id))
                : chain.ask(!params.path("finality").asText("final").equals("optimistic"), At::block);
        ObjectNode answer = JSON.objectNode().put("author", "devnet");
        header(answer.putObject("header"), block);
        answer.putArray("chunks");
        return answer;
    }

    private static RpcFault unknownBlock(JsonNode id) {
        return RpcFault.handler("UNKNOWN_BLOCK", JSON.objectNode(), JSON.textNode("DB Not Found Error: BLOCK " + id));
    }

    private static void header(ObjectNode header, Block block) {
        header.put("height", block.height())
                .put("hash", block.id())
                .put("prev_hash", Base58.encode(block.previous()))
                .put("timestamp", block.at() * NANOS)
                .put("timestamp_nanosec", Long.toString(block.at() * NANOS))
                .put("gas_price", "0")
                .put("total_supply", "0");
    }

    private JsonNode status() {
        Block newest = chain.ask(false, At::block);
        ObjectNode answer = JSON.objectNode().put("chain_id", chainId);
        answer.putObject("version").put("version", "pulse-devnet").put("build", "");
        answer.putObject("sync_info")
                .put("latest_block_height", newest.height())
                .put("latest_block_hash", newest.id())
                .put("latest_block_time", Instant.ofEpochMilli(newest.at()).toString())
                .put("syncing", false);
        return answer;
    }
}
