/** What flows where, and the processors: thin, around the rules of {@code dev.pulse.domain}. */
package dev.pulse.lifecycle.topology;
