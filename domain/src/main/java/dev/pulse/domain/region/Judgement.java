package dev.pulse.domain.region;

/**
 * The guard's word on a whole region, in answer to one partition's census.
 *
 * @param asOf the oldest tick among the censuses summed, unix milliseconds
 * @param disturbed whether too much of the region has gone dark at once
 * @param disturbedSince when that was first seen, unix milliseconds; meaningless while calm
 * @param headcount the sum
 * @param partitionsHeard how many partitions the sum covers
 * @param partitions how many there are
 * @param partition the partition that is answered
 * @param covers that partition's observed milliseconds in the census: nodes due by then may be decided
 */
public record Judgement(
        long asOf,
        boolean disturbed,
        long disturbedSince,
        Headcount headcount,
        int partitionsHeard,
        int partitions,
        int partition,
        long covers) {}
