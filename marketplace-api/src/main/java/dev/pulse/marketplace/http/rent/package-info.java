/** Renting over HTTP: what renters ask for, and what nodes are to serve (design section 9). */
package dev.pulse.marketplace.http.rent;
