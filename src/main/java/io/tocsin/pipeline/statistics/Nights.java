package io.tocsin.pipeline.statistics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;

/** How often somebody was paged at night, and in how many nights. */
final class Nights {

    /** A night belongs to the day on whose evening it begins. */
    private static final Duration MORNING = Duration.ofHours(12);

    private final String person;
    private final Set<LocalDate> nights = new HashSet<>();
    private long pages;

    Nights(String person) {
        this.person = person;
    }

    /** So many in an hour. @param zone where the person sleeps */
    void add(Instant hour, String zone, long more) {
        pages += more;
        nights.add(hour.minus(MORNING)
                .atZone(zone.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(zone))
                .toLocalDate());
    }

    /** Who was paged most comes first. */
    static void write(Collection<Nights> people, int most, ArrayNode to) {
        people.stream()
                .sorted(Comparator.comparing((Nights one) -> -one.pages).thenComparing(one -> one.person))
                .limit(most)
                .forEach(one -> to.addObject()
                        .put("person", one.person)
                        .put("pages", one.pages)
                        .put("nights", one.nights.size()));
    }
}
