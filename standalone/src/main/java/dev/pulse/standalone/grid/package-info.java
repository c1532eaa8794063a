/** A whole grid in one process: order of start and stop, folders, ports, configurations. Wiring only. */
package dev.pulse.standalone.grid;
