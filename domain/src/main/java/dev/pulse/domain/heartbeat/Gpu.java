package dev.pulse.domain.heartbeat;

/**
 * One graphics processor.
 *
 * @param vendor maker, or null when unsaid
 * @param model model, or null when unsaid
 * @param vramGb memory in GB, or -1 when unsaid
 */
public record Gpu(String vendor, String model, long vramGb) {}
