/** The books of delivery (design section 6), kept by reading every topic. */
package dev.pulse.system.books;
