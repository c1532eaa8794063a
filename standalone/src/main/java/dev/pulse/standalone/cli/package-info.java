/** The command line. */
package dev.pulse.standalone.cli;
