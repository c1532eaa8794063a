/** {@code pulse dlq}: dead letters looked at, counted, and put back where they were refused wrongly. */
package dev.pulse.standalone.dlq;
