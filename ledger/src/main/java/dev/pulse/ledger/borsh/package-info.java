/** Borsh, the binary form of NEAR's transactions (borsh.io, specification 1.0), as far as those need it. */
package dev.pulse.ledger.borsh;
