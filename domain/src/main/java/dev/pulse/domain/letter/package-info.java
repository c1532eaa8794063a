/** What becomes of dead letters: which of them are judged once more. */
package dev.pulse.domain.letter;
