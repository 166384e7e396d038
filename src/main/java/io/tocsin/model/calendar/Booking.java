package io.tocsin.model.calendar;

import java.time.Instant;
import java.util.List;

/**
 * A time in a calendar that somebody has.
 *
 * @param from from when on
 * @param until until when, after {@code from}
 * @param summary what is written over it
 * @param attendees the e-mail addresses of those who take part, in lower case
 * @param line where it stands
 */
public record Booking(Instant from, Instant until, String summary, List<String> attendees, int line) {

    public Booking {
        attendees = List.copyOf(attendees);
    }
}
