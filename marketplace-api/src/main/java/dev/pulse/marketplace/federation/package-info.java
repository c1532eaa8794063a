/**
 * Several explorers as one (decision 0023): asking peers, bounded in every respect; holding what they say against what they were
 * asked; and putting pages together. What is merged and what is believed is plain Java; {@code Peers} alone opens connections.
 */
package dev.pulse.marketplace.federation;
