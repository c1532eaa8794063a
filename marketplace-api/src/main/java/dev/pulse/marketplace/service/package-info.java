/** Which services of the grid are up, and which build each is. */
package dev.pulse.marketplace.service;
