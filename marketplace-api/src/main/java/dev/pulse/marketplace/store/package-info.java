/**
 * What an explorer keeps on disk of {@code nodes.state}, so that a start reads what changed and not everything
 * (docs/decisions/0022-a-store-for-the-explorer.md). {@link dev.pulse.marketplace.store.StoreRule} says when it can be gone on from; it
 * is a copy, and thrown away whenever there is a doubt.
 */
package dev.pulse.marketplace.store;
