/**
 * Ed25519 verification in plain Java that keeps a table of multiples for each account's point, because a node signs with
 * one key for ever. Verification reads public data only, so nothing here is constant in time.
 *
 * <p>Numbers are kept as limbs inside long arrays, at offsets, so that the hot path allocates nothing.
 */
package dev.pulse.domain.curve;
