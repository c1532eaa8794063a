/** What farmers, renters and nodes send. */
package dev.pulse.marketplace.http.market;
