/** The nodes as rows and columns. */
package dev.pulse.marketplace.index.table;
