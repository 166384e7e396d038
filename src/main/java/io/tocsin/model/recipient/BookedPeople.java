package io.tocsin.model.recipient;

import io.tocsin.model.calendar.Booking;
import io.tocsin.model.schedule.CalendarFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds out whose time an event of a calendar is. Immutable. */
public final class BookedPeople {

    /** What parts words of a summary and of a name: {@code ann-smith} is {@code Ann Smith} and {@code ann.smith}. */
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

    private record Known(String name, String words, List<String> mails) {}

    private final List<Known> people = new ArrayList<>();
    private final CalendarFeed.By by;

    /** @param by how they are found */
    public BookedPeople(Recipients recipients, CalendarFeed.By by) {
        this.by = by;
        for (Person person : recipients.people()) {
            List<String> mails = person.addresses().values().stream()
                    .filter(address -> address.contains("@"))
                    .map(address -> address.toLowerCase(Locale.ROOT))
                    .toList();
            people.add(new Known(person.name(), words(person.name()), mails));
        }
    }

    /** The names of those whose time it is, in the order of the files; empty where it is nobody's who is known. */
    public List<String> of(Booking booking) {
        String summary = booking.summary().toLowerCase(Locale.ROOT);
        String words = " " + words(summary) + " ";
        return people.stream()
                .filter(person -> by == CalendarFeed.By.ATTENDEE
                        ? person.mails.stream().anyMatch(booking.attendees()::contains)
                        : words.contains(" " + person.words + " ")
                                || person.mails.stream().anyMatch(mail -> has(summary, mail)))
                .map(Known::name)
                .toList();
    }

    /** Whether an address stands there as a whole. */
    private static boolean has(String summary, String mail) {
        return summary.contains(mail)
                && Pattern.compile("(?<![\\p{L}\\p{N}._+-])" + Pattern.quote(mail) + "(?![\\p{L}\\p{N}_-])")
                        .matcher(summary)
                        .find();
    }

    private static String words(String text) {
        return BETWEEN.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }
}
