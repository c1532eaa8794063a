/**
 * Columns over rows: packed numbers, coded values, bits, bytes, and orders of rows. One thread writes at a time, and nobody
 * reads meanwhile: whoever owns the columns sees to that.
 */
package dev.pulse.marketplace.index.column;
