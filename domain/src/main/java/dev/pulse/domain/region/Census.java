package dev.pulse.domain.region;

/**
 * One partition's count of one region, taken at a tick with nothing left to sweep.
 *
 * @param partition the partition
 * @param partitions how many there are
 * @param asOf the tick, unix milliseconds of the clock that partition follows
 * @param observed the partition's observed milliseconds
 * @param headcount the count
 */
public record Census(int partition, int partitions, long asOf, long observed, Headcount headcount) {}
