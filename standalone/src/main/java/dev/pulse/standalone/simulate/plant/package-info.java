/** What is played with: a region, what work costs, what befalls it, what must hold and what came of it. */
package dev.pulse.standalone.simulate.plant;
