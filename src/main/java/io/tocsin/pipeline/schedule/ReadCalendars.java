package io.tocsin.pipeline.schedule;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.model.calendar.ReadCalendar;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.schedule.CalendarFeed;
import io.tocsin.model.schedule.CalendarFeedEntry;
import io.tocsin.model.schedule.Schedule;
import io.tocsin.net.guard.AddressGuard;
import io.tocsin.net.guard.Answer;
import io.tocsin.net.guard.GuardedClient;
import io.tocsin.pipeline.schedule.CalendarTable.Tried;
import io.tocsin.store.sql.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the calendars that feed schedules, each as often as its schedule says, and keeps them in the store. One hub of several does. What is no
 * whole calendar changes nothing: the last good one stays.
 */
public final class ReadCalendars implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadCalendars.class);

    /** Of bytes; a year of shifts has some 100 KiB. */
    static final int MOST = 5 << 20;

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final long LONGEST_FILE = 10_000;

    private final Store store;
    private final LiveCalendars live;
    private final Supplier<Recipients> files;
    private final AddressGuard addresses;
    private final BooleanSupplier leads;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Set<String> measured = new HashSet<>();

    /**
     * @param live gets what was read
     * @param files recipients as the files have them
     * @param addresses where HTTP may go
     * @param leads whether this hub is the one that does it
     * @param meters gets how old each calendar is, and counts what was read
     */
    public ReadCalendars(
            Store store,
            LiveCalendars live,
            Supplier<Recipients> files,
            AddressGuard addresses,
            BooleanSupplier leads,
            InstantSource clock,
            MeterRegistry meters) {
        this.store = store;
        this.live = live;
        this.files = files;
        this.addresses = addresses;
        this.leads = leads;
        this.clock = clock;
        this.meters = meters;
    }

    /** Reads those whose time has come. Blocks; does not throw; one at a time. */
    @Override
    public void run() {
        try {
            live.follow();
            Set<String> fed = new HashSet<>();
            for (Schedule schedule : files.get().schedules()) {
                if (schedule.feed().isPresent()) {
                    fed.add(schedule.name());
                    measure(schedule.name());
                    if (leads.getAsBoolean() && isDue(schedule)) {
                        read(schedule);
                    }
                }
            }
            if (leads.getAsBoolean()) {
                forget(fed);
            }
        } catch (RuntimeException away) {
            if (!store.isAway(away)) { // else the log says why
                LOG.warn("calendars could not be kept; the next try is in a moment", away);
            }
        }
    }

    private boolean isDue(Schedule schedule) {
        FeedRow row = live.rows().get(schedule.name());
        Instant now = clock.instant();
        return row == null
                || row.triedAt().isAfter(now)
                || !row.triedAt().plus(schedule.feed().orElseThrow().every()).isAfter(now);
    }

    private void read(Schedule schedule) {
        Tried tried = tried(schedule);
        if (Thread.currentThread().isInterrupted()) {
            return; // the hub stops: that is no trouble of the calendar's
        }
        FeedRow before = live.rows().get(schedule.name());
        if (!tried.trouble().isEmpty() && (before == null || before.trouble().isEmpty())) {
            LOG.warn("the calendar of {} was not read: {}; the last good one counts", schedule.name(), tried.trouble());
        }
        Counter.builder("tocsin.calendar.reads")
                .description("Readings of calendars that feed schedules")
                .tag("outcome", tried.trouble().isEmpty() ? "read" : "failed")
                .register(meters)
                .increment();
        store.submit(CalendarTable.KEEP, tried).join();
        live.reread();
    }

    private Tried tried(Schedule schedule) {
        try {
            String content = content(url(schedule.feed().orElseThrow()));
            FeedRow before = live.rows().get(schedule.name());
            if (before != null && before.content().equals(content)) {
                return new Tried(schedule.name(), Optional.empty(), "");
            }
            return ReadCalendar.of(content, schedule.zone()).isPresent()
                    ? new Tried(schedule.name(), Optional.of(content), "")
                    : new Tried(
                            schedule.name(),
                            Optional.empty(),
                            "what came is no whole calendar; expected BEGIN:VCALENDAR to END:VCALENDAR");
        } catch (IOException failed) {
            return new Tried(schedule.name(), Optional.empty(), String.valueOf(failed.getMessage()));
        } catch (RuntimeException hostile) { // what one calendar has must not keep the others from being read
            return new Tried(
                    schedule.name(),
                    Optional.empty(),
                    "it cannot be read (" + hostile.getClass().getSimpleName() + ")");
        }
    }

    private static URI url(CalendarFeed feed) throws IOException {
        if (feed.url().isPresent()) {
            return feed.url().get();
        }
        Path file = feed.urlFile().orElseThrow();
        if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_FILE) {
            throw new IOException(file + " is no file with a URL");
        }
        return CalendarFeedEntry.url(Files.readString(file))
                .orElseThrow(() -> new IOException(file + " holds no https URL of a calendar"));
    }

    private String content(URI url) throws IOException {
        Answer answer = GuardedClient.get(addresses, url, LIMIT, MOST + 1);
        if (answer.status() != 200) {
            throw new IOException(url.getHost() + " answered HTTP " + answer.status());
        }
        if (answer.body().length > MOST) {
            throw new IOException(url.getHost() + " answered more than " + (MOST >> 20) + " MiB");
        }
        return new String(answer.body(), StandardCharsets.UTF_8).replace("\0", "");
    }

    private void forget(Set<String> fed) {
        live.rows().keySet().stream()
                .filter(name -> !fed.contains(name))
                .toList()
                .forEach(name -> {
                    store.submit(CalendarTable.FORGET, name).join();
                    live.reread();
                });
    }

    private void measure(String schedule) {
        if (measured.add(schedule)) {
            Gauge.builder("tocsin.calendar.age.seconds", live, calendars -> calendars.age(schedule))
                    .description("For how long the calendar that feeds a schedule was not read")
                    .tag("schedule", schedule)
                    .register(meters);
        }
    }
}
