/** The pages for people: one frame, a fragment for each, and the files that they name. */
package dev.pulse.marketplace.http.page;
