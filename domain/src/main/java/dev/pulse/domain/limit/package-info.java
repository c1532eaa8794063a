/** How often somebody may ask: token buckets by key, in tables of a fixed size. Time is an argument. */
package dev.pulse.domain.limit;
