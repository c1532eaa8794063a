package dev.pulse.agent.proof;

import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.rpc.RpcSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pulse node check-proof}: whether a node's proof chain holds, without believing who gave it. */
@Command(
        name = "check-proof",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks a node's proof chain, the answer of /api/v1/nodes/NODE/proof, without believing who gave it: each"
                    + " signature, and that all links are of one node. An old proof is as good as a new one.",
            "What the ledger is said to have said can be checked with --ledger alone.",
            "Exit code: 0 it holds, 1 it doesn't, 2 wrong usage."
        })
public final class NodeCheckProofCommand implements Callable<Integer> {
    private final InstantSource clock;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE|-", description = "The answer; - is the standard input.")
    private String file;

    @Option(names = "--url", paramLabel = "URL", description = "Fetch it instead: http://HOST/api/v1/nodes/NODE/proof.")
    private URI url;

    @Option(names = "--node", paramLabel = "NODE", description = "The node that it must be of.")
    private String node;

    @Option(
            names = "--ledger",
            paramLabel = "URL",
            split = ",",
            description = "JSON-RPC endpoints of the ledger, which is asked again.")
    private List<URI> ledger;

    @Option(
            names = "--require",
            paramLabel = "LINK",
            split = ",",
            description = "Links that must be there: ${COMPLETION-CANDIDATES}.")
    private List<Link> required = new ArrayList<>();

    @Option(
            names = "--audience",
            paramLabel = "A",
            description = "The network: what was signed for another one is refused.")
    private String audience;

    /** @param clock says when now is */
    public NodeCheckProofCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        if ((file == null) == (url == null)) {
            throw new ParameterException(spec.commandLine(), "give either a FILE or --url");
        }
        String expected = expected();
        RpcSettings settings = settings();
        PrintWriter out = spec.commandLine().getOut();
        SavedProof proof;
        try {
            proof = SavedProof.read(url == null ? ProofSource.file(file) : ProofSource.url(url));
        } catch (IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
        List<Line> lines = new ArrayList<>();
        if (expected != null && !expected.equals(proof.nodeId())) {
            lines.add(Line.failed("node", "The proof is of " + proof.nodeId() + ", and not of " + expected + "."));
        }
        ProofCheck check = new ProofCheck(proof, audience, clock.instant().getEpochSecond());
        lines.addAll(check.run(requiredLinks()));
        if (settings != null) {
            try (LedgerClient client = new LedgerClient(settings)) {
                lines.addAll(new LedgerCheck(client).run(proof, check.listing()));
            }
        }
        out.println("node       " + proof.nodeId());
        lines.forEach(out::println);
        return conclude(proof, lines, out);
    }

    private int conclude(SavedProof proof, List<Line> lines, PrintWriter out) {
        long failed = lines.stream().filter(Line::failed).count();
        boolean believed = settings() == null && !proof.statements().isEmpty();
        out.println(
                failed > 0
                        ? "It does NOT hold: " + failed + " of " + lines.size() + " failed."
                        : believed
                                ? "It holds, if the ledger said what is shown: --ledger URL asks one that you trust."
                                : "It holds.");
        out.flush();
        return failed == 0 ? 0 : 1;
    }

    private Set<Link> requiredLinks() {
        return required.isEmpty() ? EnumSet.noneOf(Link.class) : EnumSet.copyOf(required);
    }

    /** The node that the proof must be of; null where anybody's will do. */
    private String expected() {
        if (url == null) {
            return node;
        }
        try {
            String asked = ProofSource.nodeId(url);
            if (node != null && !node.equals(asked)) {
                throw new ParameterException(spec.commandLine(), "--url asks for " + asked + ", and --node is " + node);
            }
            return asked;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--url: " + e.getMessage(), e);
        }
    }

    /** Where the ledger is; null where it is not asked. */
    private RpcSettings settings() {
        if (ledger == null) {
            return null;
        }
        try {
            return RpcSettings.of(ledger);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--ledger: " + e.getMessage(), e);
        }
    }
}
