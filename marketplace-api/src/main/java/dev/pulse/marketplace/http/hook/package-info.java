/** Webhooks over HTTP. */
package dev.pulse.marketplace.http.hook;
