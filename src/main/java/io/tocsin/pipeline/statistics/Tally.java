package io.tocsin.pipeline.statistics;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is counted of one hour while its rows are read: as much memory as there are names, bounded. Not for several threads. */
final class Tally {

    /** More names than these of one dimension in one hour count as {@link #OTHERS}. */
    static final int MOST_NAMES = 1_000;

    /** Who stands for all names above the bound. */
    static final String OTHERS = "(others)";

    /** Alerts whose changes are followed in one hour; those that come first. */
    private static final int MOST_FOLLOWED = 100_000;

    /** Of these as many are kept: the ones that changed most. */
    private static final int MOST_CHANGING = 20;

    /** One that fired and is over has changed once, as it should. */
    private static final int FEWEST_CHANGES = 2;

    /** PagerDuty's sleep hours, in the time zone of who sleeps. */
    private static final LocalTime NIGHT_FROM = LocalTime.of(22, 0);

    private static final LocalTime NIGHT_UNTIL = LocalTime.of(8, 0);

    /**
     * What is written of a name.
     *
     * @param detail an alert's title, a person's time zone; else empty
     */
    record Row(Dimension dimension, String name, String detail, Sums sums) {}

    private static final class Changing {
        private String title = "";
        private String status = "";
        private int changes;
    }

    private final Map<Dimension, Map<String, Sums>> sums = new EnumMap<>(Dimension.class);
    private final Map<String, String> zones = new HashMap<>();
    private final Map<String, Changing> alerts = new HashMap<>();
    private final boolean nights;
    private long undecided;

    /** @param nights whether it is counted who is paged at night */
    Tally(boolean nights) {
        this.nights = nights;
    }

    /** One more. */
    void count(Count count, About about) {
        about.names().forEach((dimension, names) -> {
            if (dimension.counts().contains(count)) {
                names.forEach(name -> of(dimension, name).add(count, 1));
            }
        });
    }

    /** One more, which took so long. */
    void count(Count count, About about, Took took, Duration time) {
        about.names().forEach((dimension, names) -> {
            if (dimension.counts().contains(count)) {
                names.forEach(name -> {
                    Sums named = of(dimension, name);
                    named.add(count, 1);
                    named.add(took, time);
                });
            }
        });
    }

    /** What an alert is told to be; in the order in which it was. */
    void told(String alert, String title, String status) {
        Changing changing = alerts.get(alert);
        if (changing == null && alerts.size() < MOST_FOLLOWED) {
            changing = new Changing();
            changing.status = status;
            alerts.put(alert, changing);
        }
        if (changing != null) {
            if (!changing.status.equals(status)) {
                changing.changes++;
            }
            changing.status = status;
            changing.title = title;
        }
    }

    /** Somebody was told something at that time; counts where it is night for them. */
    void paged(String person, ZoneId zone, Instant at) {
        LocalTime time = at.atZone(zone).toLocalTime();
        if (nights && (!time.isBefore(NIGHT_FROM) || time.isBefore(NIGHT_UNTIL))) {
            of(Dimension.PERSON, person).add(Count.NIGHT_PAGES, 1);
            zones.put(person, zone.getId());
        }
    }

    /** An event of the hour is not decided yet: the hour has to be made again. */
    void undecided() {
        undecided++;
    }

    long undecidedEvents() {
        return undecided;
    }

    private Sums of(Dimension dimension, String name) {
        Map<String, Sums> named = sums.computeIfAbsent(dimension, any -> new TreeMap<>());
        String known = named.containsKey(name) || named.size() < MOST_NAMES ? name : OTHERS;
        return named.computeIfAbsent(known, any -> new Sums());
    }

    /** Everything that was counted. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        sums.forEach((dimension, named) -> named.forEach((name, of) -> rows.add(
                new Row(dimension, name, dimension == Dimension.PERSON ? zones.getOrDefault(name, "") : "", of))));
        alerts.entrySet().stream()
                .filter(alert -> alert.getValue().changes >= FEWEST_CHANGES)
                .sorted(Comparator.comparing((Map.Entry<String, Changing> alert) -> -alert.getValue().changes)
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST_CHANGING)
                .forEach(alert -> {
                    Sums changes = new Sums();
                    changes.add(Count.CHANGES, alert.getValue().changes);
                    rows.add(new Row(Dimension.ALERT, alert.getKey(), alert.getValue().title, changes));
                });
        return rows;
    }
}
