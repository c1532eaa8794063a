/** How fast each partition of the path is written and how far behind its readers are, from samples of the last minutes. */
package dev.pulse.marketplace.traffic;
