/** The providers that compute an Ed25519 verdict; whichever runs, the same bytes get the same verdict. */
package dev.pulse.verifier.crypto;
