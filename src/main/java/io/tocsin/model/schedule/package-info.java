/** Who is on call when: layers of rotations by clocks on the wall, and overrides. */
package io.tocsin.model.schedule;
