package io.tocsin.model.schedule;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Predicate;

/**
 * Shifts as a calendar that other programs subscribe to (iCalendar, RFC 5545): an event for each, in UTC, so that no reader has to know how
 * shifts are made of rotations.
 */
public final class ShiftCalendar {

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** A line has at most 75 bytes without its end. */
    private static final int LONGEST = 75;

    private final StringBuilder text = new StringBuilder();
    private final Instant made;

    /**
     * @param name what it is called
     * @param made when
     */
    public ShiftCalendar(String name, Instant made) {
        this.made = made;
        line("BEGIN:VCALENDAR");
        line("VERSION:2.0");
        line("PRODID:-//Tocsin//On call//EN");
        line("CALSCALE:GREGORIAN");
        line("METHOD:PUBLISH");
        line("NAME:" + escaped(name));
        line("X-WR-CALNAME:" + escaped(name));
        line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        line("X-PUBLISHED-TTL:PT1H");
    }

    /**
     * Adds the shifts of a schedule in which somebody is on call, from one time to another. One that began before is whole, as far back as
     * {@link Schedule#FAR}: a reader takes what has another id, or another beginning, for another event.
     *
     * @param wanted which of them
     */
    public ShiftCalendar add(Schedule schedule, Instant from, Instant until, Predicate<Shift> wanted) {
        Instant far = from.minus(Schedule.FAR);
        for (Shift shift : schedule.shifts(far, until)) {
            if (shift.until().isAfter(from) && !shift.isGap() && wanted.test(shift)) {
                boolean isKnown = shift.from().isAfter(far);
                event(schedule, shift, isKnown ? shift.from() : from, isKnown);
            }
        }
        return this;
    }

    /** @param isKnown whether that is when it began; else it did so long ago that nobody knows */
    private void event(Schedule schedule, Shift shift, Instant since, boolean isKnown) {
        line("BEGIN:VEVENT");
        // The same shift has the same id whenever it is asked for, however much of it is past.
        line("UID:"
                + escaped(schedule.name() + "-" + (isKnown ? UTC.format(since) : "always-" + shift.through())
                        + "@on-call.tocsin"));
        line("DTSTAMP:" + UTC.format(made));
        line("DTSTART:" + UTC.format(since));
        line("DTEND:" + UTC.format(shift.until()));
        line("SUMMARY:" + escaped(String.join(", ", shift.people()) + " (" + schedule.name() + ")"));
        line("DESCRIPTION:"
                + escaped("On call in " + schedule.name() + " through " + shift.through()
                        + (schedule.description().isEmpty() ? "" : ". " + schedule.description())));
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }

    /** The whole text. */
    public String text() {
        return text + "END:VCALENDAR\r\n";
    }

    private static String escaped(String words) {
        return words.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replace("\r\n", "\\n")
                .replace("\n", "\\n")
                .replace("\r", "\\n");
    }

    /** Folded where it is long, never within a character. */
    private void line(String content) {
        int bytes = 0;
        for (int at = 0; at < content.length(); ) {
            int point = content.codePointAt(at);
            int size = Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
            if (bytes + size > LONGEST) {
                text.append("\r\n ");
                bytes = 1;
            }
            text.appendCodePoint(point);
            bytes += size;
            at += Character.charCount(point);
        }
        text.append("\r\n");
    }
}
