/** What people do to tickets that the hub opened elsewhere, such as in PagerDuty: it is done to their incidents here. */
package io.tocsin.source.ticket;
