/** The system contracts as typed questions and calls (docs/reference/ledger.md). */
package dev.pulse.ledger.contract;
