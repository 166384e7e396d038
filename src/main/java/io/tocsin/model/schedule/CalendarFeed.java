package io.tocsin.model.schedule;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the calendar is that says who is on call in a schedule, and how people are found in it.
 *
 * @param url its address; empty where a file has it
 * @param urlFile the file that has its address
 * @param by how people are found
 * @param every how often it is read
 */
public record CalendarFeed(Optional<URI> url, Optional<Path> urlFile, By by, Duration every) {

    /** What of an event says whose time it is. */
    public enum By {
        /** Names and e-mail addresses that stand in the text over it. */
        SUMMARY,
        /** E-mail addresses of those who take part. */
        ATTENDEE;

        /** The word in files. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
