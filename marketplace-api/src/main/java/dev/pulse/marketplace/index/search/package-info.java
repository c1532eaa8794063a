/** Answers searches over the rows and columns. */
package dev.pulse.marketplace.index.search;
