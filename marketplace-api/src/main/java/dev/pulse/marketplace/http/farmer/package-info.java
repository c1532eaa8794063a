/** HTTP for what a farmer has arranged. */
package dev.pulse.marketplace.http.farmer;
