/** What a renter lets the marketplace spend: approvals that he signs in his browser, handed on to the ledger (decision 0027). */
package dev.pulse.marketplace.spend;
