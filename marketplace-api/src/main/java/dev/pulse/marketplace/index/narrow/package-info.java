/** Which rows a search is about: its conditions, each by the columns and orders that tell soonest. */
package dev.pulse.marketplace.index.narrow;
