/** The past of a node over HTTP. */
package dev.pulse.marketplace.http.history;
