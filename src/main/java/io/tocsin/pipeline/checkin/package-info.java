/** Check-ins in the store: reports, looks for those that are late, and edits of their entries. */
package io.tocsin.pipeline.checkin;
