package dev.pulse.agent.heartbeat;

/**
 * A heartbeat ready to be sent. The arrays are owned by the holder and must not be changed.
 *
 * @param timestamp what it was signed with, unix seconds
 * @param canonical the canonical payload that was hashed
 * @param signature 64 bytes over the SHA-256 of {@code canonical}
 * @param body the bytes to POST: the payload with its signature
 */
public record SignedHeartbeat(long timestamp, byte[] canonical, byte[] signature, byte[] body) {}
