package dev.pulse.ledger.contract;

import java.math.BigInteger;

/**
 * What a farmer earns by a reservation. Amounts are in SPORE's smallest unit.
 *
 * @param reservationId its name on the ledger
 * @param nodeId the node
 * @param slices how many
 * @param hourly what each hour that begins is paid with
 * @param amount what was put aside for all hours
 * @param from unix milliseconds
 * @param until when it is over, unix milliseconds
 * @param paidAt when he was paid, unix milliseconds; 0 while it runs
 * @param earned what he was paid; null while it runs
 */
public record Payment(
        String reservationId,
        String nodeId,
        int slices,
        BigInteger hourly,
        BigInteger amount,
        long from,
        long until,
        long paidAt,
        BigInteger earned) {}
