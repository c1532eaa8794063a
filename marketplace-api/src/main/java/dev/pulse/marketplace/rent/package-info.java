/** What renters do, and what becomes of it: reservations on the ledger and at the lifecycle stream (design section 9). */
package dev.pulse.marketplace.rent;
