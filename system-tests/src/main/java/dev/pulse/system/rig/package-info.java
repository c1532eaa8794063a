/** A cluster of real processes on loopback: what trials of the whole path run on. */
package dev.pulse.system.rig;
