package dev.pulse.ledger.devnet;

import dev.pulse.ledger.devnet.http.Faults;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a development ledger runs.
 *
 * @param folder where its blocks are
 * @param host the address to listen on
 * @param port 0 for one that is free
 * @param chainId what it calls itself
 * @param finality how long after it was made a block counts as final
 * @param errorsAsResults whether a contract's failure comes as a result, as from older nodes
 * @param faults what goes wrong on purpose
 */
public record DevnetSettings(
        Path folder,
        String host,
        int port,
        String chainId,
        Duration finality,
        boolean errorsAsResults,
        Faults.Plan faults) {
    /** A ledger on a free port of the loopback, final after 100 ms, without faults. */
    public static DevnetSettings in(Path folder) {
        return new DevnetSettings(folder, "127.0.0.1", 0, "devnet", Duration.ofMillis(100), false, Faults.Plan.NONE);
    }

    /** The same with another finality. */
    public DevnetSettings withFinality(Duration other) {
        return new DevnetSettings(folder, host, port, chainId, other, errorsAsResults, faults);
    }

    /** The same on another address. */
    public DevnetSettings withHost(String other) {
        return new DevnetSettings(folder, other, port, chainId, finality, errorsAsResults, faults);
    }

    /** The same on another port. */
    public DevnetSettings withPort(int other) {
        return new DevnetSettings(folder, host, other, chainId, finality, errorsAsResults, faults);
    }

    /** The same with contracts' failures in the other form. */
    public DevnetSettings withErrorsAsResults(boolean other) {
        return new DevnetSettings(folder, host, port, chainId, finality, other, faults);
    }

    /** The same with other faults. */
    public DevnetSettings withFaults(Faults.Plan other) {
        return new DevnetSettings(folder, host, port, chainId, finality, errorsAsResults, other);
    }
}
