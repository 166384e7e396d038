/** Check-ins: who has to report in time, and is an alert when they do not. */
package io.tocsin.model.checkin;
