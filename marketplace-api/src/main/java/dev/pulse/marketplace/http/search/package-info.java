/** Searching nodes over HTTP. */
package dev.pulse.marketplace.http.search;
