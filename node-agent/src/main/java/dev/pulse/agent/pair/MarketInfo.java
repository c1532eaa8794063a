package dev.pulse.agent.pair;

/**
 * What a marketplace says of itself.
 *
 * @param name what a pairing must name, so that it says nothing to another marketplace
 * @param audience the network whose signatures it takes
 * @param verification {@code real} when it asks the ledger, {@code mock} when it believes anybody
 * @param ingest where nodes send their heartbeats, or null where it does not say
 * @param operator its account on the ledger, or null where it does not ask the ledger
 */
public record MarketInfo(String name, String audience, String verification, String ingest, String operator) {}
