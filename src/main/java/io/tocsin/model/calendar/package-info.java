/** Calendars of others (iCalendar, RFC 5545), read as who has which time. */
package io.tocsin.model.calendar;
