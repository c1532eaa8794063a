/** Moves a grid to another number of partitions while it runs (decision 0034). */
package dev.pulse.standalone.scale;
