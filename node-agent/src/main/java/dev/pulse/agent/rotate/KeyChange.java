package dev.pulse.agent.rotate;

import dev.pulse.agent.farm.FirstCall;
import dev.pulse.agent.farm.LedgerOption;
import dev.pulse.agent.key.KeyFileException;
import dev.pulse.agent.key.KeyStore;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.agent.key.RunLock;
import dev.pulse.agent.node.Machine;
import dev.pulse.agent.node.Pause;
import dev.pulse.agent.pair.Attempts;
import dev.pulse.agent.pair.KnownNode;
import dev.pulse.agent.pair.MarketClient;
import dev.pulse.agent.pair.Pairer;
import dev.pulse.domain.account.Account;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.RegisteredNode;
import dev.pulse.ledger.rpc.LedgerException;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The steps in which a node gets another key, whoever says so. The new key is kept beside the old one first and takes its
 * place last; each step between looks first whether it was done, so that it may be cut off anywhere and run again.
 */
final class KeyChange {
    @Option(
            names = "--marketplace",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The marketplace (default: ${DEFAULT-VALUE}).")
    private String marketplace;

    @Mixin
    private LedgerOption ledger;

    @Option(
            names = "--no-ledger",
            description = "Leave the ledger alone: the node's account was changed there by other means, or the"
                    + " marketplace asks no ledger.")
    private boolean noLedger;

    /**
     * Who says that a node gets another key.
     *
     * @param nodeId the node
     * @param account the node's present account as its folder has it, or null where that is lost
     * @param by the key that says so: the node's own, or that of its farm's owner
     */
    record Author(String nodeId, Account account, NodeKey by) {
        boolean isNode() {
            return by.account().equals(account);
        }
    }

    /** How the author is found, once no agent runs for the key. */
    @FunctionalInterface
    interface Search {
        Author find() throws KeyFileException;
    }

    /** A step that did not succeed; the message is a sentence. */
    private static final class Stopped extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        Stopped(String message) {
            super(message);
        }
    }

    /**
     * Gives the node of a folder a new key.
     *
     * @param dir the node's folder
     * @return the command's status
     */
    int run(CommandSpec spec, Path dir, InstantSource clock, Search search) throws InterruptedException {
        try {
            RunLock lock = RunLock.take(dir);
            try {
                return locked(spec, dir, clock, search);
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }

    private int locked(CommandSpec spec, Path dir, InstantSource clock, Search search) throws InterruptedException {
        try (MarketClient market = client(spec)) {
            return new Steps(spec, dir, clock, market, search.find()).run();
        } catch (Stopped | KeyFileException e) {
            spec.commandLine().getErr().println(e.getMessage());
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            spec.commandLine()
                    .getErr()
                    .println("not finished: " + marketplace + " can't be asked: " + why + "; run it again");
        }
        return 1;
    }

    private MarketClient client(CommandSpec spec) {
        try {
            return new MarketClient(marketplace);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--marketplace: " + e.getMessage(), e);
        }
    }

    /** One run. */
    private final class Steps {
        private final CommandSpec spec;
        private final Path dir;
        private final InstantSource clock;
        private final MarketClient market;
        private final Author author;
        private final Pause pause = Pause.until(new CountDownLatch(1));
        private NodeIdentity next;

        Steps(CommandSpec spec, Path dir, InstantSource clock, MarketClient market, Author author) {
            this.spec = spec;
            this.dir = dir;
            this.clock = clock;
            this.market = market;
            this.author = author;
        }

        private void say(String line) {
            spec.commandLine().getOut().println(line);
        }

        int run() throws IOException, InterruptedException, Stopped {
            boolean mock = market.info().verification().equals("mock");
            Optional<KnownNode> known = market.node(author.nodeId());
            next = nextKey();
            if (noLedger || mock) {
                say("ledger      not asked");
            } else if (ledger.run(spec, this::onLedger) != 0) {
                throw new Stopped("not finished at the ledger; run it again");
            }
            atMarketplace(known);
            boolean paired = pairedAgain(known);
            Optional<Path> before = KeyStore.replace(dir);
            say("key file    " + KeyStore.fileIn(dir) + " (back it up)"
                    + before.map(file -> "; the old key is in " + file).orElse(""));
            return paired ? 0 : 1;
        }

        private NodeIdentity nextKey() throws KeyFileException, Stopped {
            if (Files.exists(KeyStore.nextFileIn(dir))) {
                NodeIdentity begun = KeyStore.loadNext(dir);
                if (!begun.nodeId().equals(author.nodeId())) {
                    throw new Stopped("The new key in " + KeyStore.nextFileIn(dir) + " is that of the node "
                            + begun.nodeId() + ", not of " + author.nodeId() + ".");
                }
                say("new key     " + begun.key().publicKeyText() + ", as begun before");
                return begun;
            }
            NodeIdentity made = new NodeIdentity(author.nodeId(), NodeKey.generate(new SecureRandom()));
            Path file = KeyStore.createNext(dir, made);
            say("new key     " + made.key().publicKeyText() + " in " + file);
            return made;
        }

        private void onLedger(LedgerClient chain) throws LedgerException, InterruptedException {
            Hosting hosting = new Hosting(chain);
            Optional<RegisteredNode> node = hosting.node(author.nodeId());
            boolean done =
                    node.isPresent() && node.get().identity().equals(next.key().account());
            if (node.isPresent() && !done) {
                FirstCall.by(
                        author.by().account(),
                        chain,
                        () -> hosting.rotate(
                                author.by().transactionSigner(),
                                author.nodeId(),
                                node.get().identity(),
                                next.key().transactionSigner()));
            }
            say("ledger      "
                    + (node.isEmpty()
                            ? "knows no node " + author.nodeId()
                            : "has the new account" + (done ? ", as before" : "")));
        }

        private void atMarketplace(Optional<KnownNode> known) throws IOException, InterruptedException, Stopped {
            // The node knows its account; its owner asks which one it is bound to.
            Account old = author.isNode()
                    ? author.account()
                    : known.map(KnownNode::account).orElse(author.account());
            if (old == null) {
                say("rotated     the marketplace has not heard of the node: there is nothing to change");
                return;
            }
            if (old.equals(next.key().account())) {
                say("rotated     as before");
                return;
            }
            Attempts.Settled settled = new Attempts(market, pause)
                    .settle(info -> market.rotate(
                            RotationComposer.compose(old, author.by(), next, info, clock.millis() / 1_000)));
            MarketClient.Reply reply = settled.reply();
            if (reply.status() == 200) {
                boolean changed = reply.body().path("changed").asBoolean();
                say("rotated     " + author.nodeId() + (changed ? "" : ", as before")
                        + (settled.market().verification().equals("mock") ? " (NOT checked with a ledger)" : ""));
            } else if (reply.status() == 409 && reply.error().equals("unknown_node")) {
                say("rotated     no heartbeat of the node was taken yet: there is nothing to change");
            } else {
                throw new Stopped("not rotated: " + reply.detail() + " (" + reply.error() + ")");
            }
        }

        /** The pairing was signed by the old key: before the node is offered, the new one must say the same. */
        private boolean pairedAgain(Optional<KnownNode> known) throws InterruptedException {
            KnownNode node = known.orElse(null);
            if (node == null || node.farmer() == null || node.lifecycle().equals("retired")) {
                return true;
            }
            if (node.offered()) {
                say("on offer    as before; once it was taken back, it pairs again before it is offered anew");
                return true;
            }
            if (!author.isNode()) {
                // What a pairing says of its machine would be said of this one.
                say("paired      by its old key: on the node, pulse node join or pulse node pair says it anew");
                return true;
            }
            try {
                Pairer pairer = new Pairer(market, new Machine(Path.of("/proc"), dir), clock, pause);
                if (pairer.pair(next, node.farmer(), node.farmId()) instanceof Pairer.Result.Refused refused) {
                    return notPaired(node, refused.detail() + " (" + refused.code() + ")");
                }
                say("paired      " + author.nodeId() + " by its new key");
                return true;
            } catch (IOException e) {
                return notPaired(node, e.toString());
            }
        }

        private boolean notPaired(KnownNode node, String why) {
            spec.commandLine()
                    .getErr()
                    .println("not paired by the new key: " + why + "; try again with: pulse node pair --dir " + dir
                            + " --farmer " + node.farmer());
            return false;
        }
    }
}
