/** A node as the index shows it, and what can be asked about it: said once in plain Java, whatever answers it. */
package dev.pulse.marketplace.index.node;
