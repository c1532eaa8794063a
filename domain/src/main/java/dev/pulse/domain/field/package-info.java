/** Typed access to the fields of a JSON document, and the words in which a field is refused. */
package dev.pulse.domain.field;
