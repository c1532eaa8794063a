/** The command line and its composition root: everything in one process, or each service on its own. */
package dev.pulse.standalone;
