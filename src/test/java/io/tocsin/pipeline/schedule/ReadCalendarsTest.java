package io.tocsin.pipeline.schedule;

import static io.tocsin.model.recipient.TestPeople.HERE;
import static io.tocsin.model.recipient.TestPeople.person;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.files.FileText;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.schedule.CalendarFeed;
import io.tocsin.model.schedule.Schedule;
import io.tocsin.model.schedule.ScheduleContent;
import io.tocsin.model.schedule.ScheduleFiles;
import io.tocsin.net.guard.AddressGuard;
import io.tocsin.store.corridor.SettableClock;
import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calendars that feed schedules, over HTTP into the store. */
@Tag("store")
class ReadCalendarsTest {

    private static final Instant START = Instant.parse("2026-08-20T10:00:00Z");

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(START);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 200;
    private volatile byte[] body = new byte[0];
    private HttpServer server;
    private Store store;
    private LiveCalendars live;
    private Recipients files;
    private boolean leads = true;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] answer = body;
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        files = recipients("url: \"http://127.0.0.1:" + server.getAddress().getPort() + "/on-call.ics\"", "");
        open();
    }

    @AfterEach
    void stop() {
        store.close();
        server.stop(0);
    }

    private void open() {
        store = Store.open(TestStores.at(folder.resolve("hub.db")), clock);
        live = new LiveCalendars(store, clock, () -> files);
    }

    private static Recipients recipients(String where, String more) {
        ScheduleContent content = ScheduleFiles.read(List.of(new FileText(
                "schedules.yaml",
                "schedules:\n  - name: primary\n    zone: Europe/Berlin\n    calendar: { " + where + more + " }\n"
                        + "    layers: [ { name: rest, starts: 2026-01-05T09:00, rotation: [ cleo ] } ]\n")));
        assertThat(content.findings()).isEmpty();
        return new Recipients(
                List.of(person("ann-smith", Map.of("email", "ann.smith@example.com")), person("ben"), person("cleo")),
                List.of(),
                List.of(),
                content.schedules());
    }

    private void serves(String... events) {
        StringBuilder text = new StringBuilder("BEGIN:VCALENDAR\r\n");
        for (String event : events) {
            text.append("BEGIN:VEVENT\r\n").append(event.replace("|", "\r\n")).append("\r\nEND:VEVENT\r\n");
        }
        body = text.append("END:VCALENDAR\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private void look() {
        new ReadCalendars(store, live, () -> files, AddressGuard.allowing("127.0.0.0/8"), () -> leads, clock, meters)
                .run();
    }

    private Schedule primary() {
        return live.over(files).schedule("primary").orElseThrow();
    }

    @Test
    void whoIsInTheCalendarIsOnCallAndTheLayersHaveTheRest() {
        assertThat(primary().people(START)).containsExactly("cleo");
        serves(
                "DTSTART:20260820T080000Z|DTEND:20260820T120000Z|SUMMARY:[L1] Ann Smith (primary)",
                "DTSTART:20260820T110000Z|DTEND:20260820T140000Z|SUMMARY:On call: ben@example.com",
                "DTSTART:20260821T110000Z|DTEND:20260821T140000Z|SUMMARY:Benjamin and annabel");
        look();
        assertThat(primary().people(START)).containsExactly("ann-smith");
        assertThat(primary().through(START)).isEqualTo("calendar");
        assertThat(primary().until(START)).contains(Instant.parse("2026-08-20T11:00:00Z"));
        assertThat(primary().people(Instant.parse("2026-08-20T11:30:00Z")))
                .containsExactlyInAnyOrder("ann-smith", "ben");
        assertThat(primary().people(Instant.parse("2026-08-20T12:30:00Z"))).containsExactly("ben");
        assertThat(primary().people(Instant.parse("2026-08-21T12:30:00Z"))).containsExactly("cleo");
        assertThat(live.troubles(files))
                .containsExactly(
                        "the calendar of primary, line 12: an event in which nobody of recipients.yaml is found by summary");
        assertThat(live.state(primary()).orElseThrow().readAt()).contains(START);
        assertThat(meters.get("tocsin.calendar.age.seconds")
                        .tag("schedule", "primary")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void byAttendeeTheAddressesCount() {
        files = recipients(
                "url: \"http://127.0.0.1:" + server.getAddress().getPort() + "/\"", ", people: attendee, every: 1h");
        serves(
                "DTSTART:20260820T080000Z|DTEND:20260820T120000Z|SUMMARY:ben|ATTENDEE;CN=Ann:mailto:Ann.Smith@example.com");
        look();
        assertThat(primary().people(START)).containsExactly("ann-smith");
        clock.advance(Duration.ofMinutes(59));
        look();
        assertThat(asked).hasValue(1);
        clock.advance(Duration.ofMinutes(1));
        look();
        assertThat(asked).hasValue(2);
    }

    @Test
    void theLastGoodOneCountsWhateverComesAndOverAStart() {
        serves(
                "DTSTART;TZID=Europe/Berlin:20260820T080000|DTEND;TZID=Europe/Berlin:20260820T200000|RRULE:FREQ=DAILY|SUMMARY:ben");
        look();
        byte[] good = body;
        status = 500;
        again();
        assertThat(live.troubles(files))
                .as("for a while it is none of anybody's business")
                .isEmpty();
        status = 200;
        body = "<html>Sign in</html>".getBytes(StandardCharsets.UTF_8);
        again();
        body = java.util.Arrays.copyOf(good, good.length - 10); // cut off on its way
        again();
        body = new byte[ReadCalendars.MOST + 10];
        again();
        body = new byte[0];
        status = 302;
        again();
        store.close();
        clock.advance(Duration.ofMinutes(40));
        open();
        assertThat(primary().people(clock.instant())).containsExactly("ben");
        again();
        assertThat(live.troubles(files))
                .singleElement()
                .asString()
                .contains("was not read for 70 min", "127.0.0.1 answered HTTP 302", "what it said then counts");
        assertThat(meters.get("tocsin.calendar.age.seconds").gauge().value()).isGreaterThan(3_600);

        status = 200;
        body = good;
        again();
        assertThat(live.troubles(files)).isEmpty();
        assertThat(live.state(primary()).orElseThrow().troubles()).isEmpty();
    }

    private void again() {
        clock.advance(Duration.ofMinutes(5));
        int before = asked.get();
        look();
        assertThat(asked).as("asked again").hasValue(before + 1);
        assertThat(primary().people(clock.instant())).containsExactly("ben");
    }

    @Test
    void oneOfTwoHubsReadsItAndBothKnow() {
        serves("DTSTART:20260820T080000Z|DTEND:20260820T120000Z|SUMMARY:ben");
        leads = false;
        look();
        assertThat(asked).hasValue(0);
        try (Store other = Store.open(TestStores.at(folder.resolve("hub.db")), clock)) {
            LiveCalendars others = new LiveCalendars(other, clock, () -> files);
            leads = true;
            look();
            others.reread(); // as a hub does that sees the number rise
            assertThat(others.over(files).schedule("primary").orElseThrow().people(START))
                    .containsExactly("ben");
        }
    }

    @Test
    void aHubThatHearsOfAChangeTakesItOverWhenItLooksAtCalendars() {
        serves("DTSTART:20260820T080000Z|DTEND:20260820T120000Z|SUMMARY:ben");
        LiveCalendars others = new LiveCalendars(store, clock, () -> files);
        look();
        others.changed(); // among all else that is listened to, which must not wait for calendars
        assertThat(others.over(files).schedule("primary").orElseThrow().people(START))
                .containsExactly("cleo");
        others.follow();
        assertThat(others.over(files).schedule("primary").orElseThrow().people(START))
                .containsExactly("ben");
    }

    @Test
    void anAddressThatNobodyCanAskKeepsNoOtherCalendarFromBeingRead() {
        serves("DTSTART:20260820T080000Z|DTEND:20260820T120000Z|SUMMARY:ben");
        Schedule good = files.schedule("primary").orElseThrow();
        CalendarFeed nowhere = new CalendarFeed(
                Optional.of(URI.create("mailto:nobody")),
                Optional.empty(),
                CalendarFeed.By.SUMMARY,
                Duration.ofMinutes(5));
        Schedule bad = new Schedule(
                "a-bad-one",
                "",
                good.zone(),
                good.layers(),
                List.of(),
                Optional.of(nowhere),
                good.fed(),
                Optional.empty(),
                false,
                false,
                HERE);
        files = new Recipients(files.people(), List.of(), List.of(), List.of(bad, good));
        look();
        assertThat(primary().people(START)).containsExactly("ben");
        assertThat(live.troubles(files))
                .singleElement()
                .asString()
                .startsWith("the calendar of a-bad-one was not read yet: it cannot be read");
    }

    @Test
    void oneEventThatComesEachHourUnderALongTextIsWorkedOutOnce() {
        serves("DTSTART:20260101T000000Z|DTEND:20260101T003000Z|RRULE:FREQ=HOURLY|SUMMARY:ben "
                + "x".repeat(4_000_000));
        look();
        assertThat(primary().people(Instant.parse("2026-08-20T10:15:00Z"))).containsExactly("ben");
        assertThat(primary().people(Instant.parse("2026-08-20T10:45:00Z"))).containsExactly("cleo");
        assertThat(live.troubles(files)).isEmpty();
    }

    @Test
    void anAddressThatTheGuardForbidsIsNotAsked() {
        serves("DTSTART:20260820T080000Z|DTEND:20260820T120000Z|SUMMARY:ben");
        new ReadCalendars(store, live, () -> files, AddressGuard.allowing("10.0.0.0/8"), () -> true, clock, meters)
                .run();
        assertThat(asked).hasValue(0);
        assertThat(primary().people(START)).containsExactly("cleo");
        assertThat(live.troubles(files)).singleElement().asString().contains("not read yet", "its layers alone count");
    }

    @Test
    void aSecretAddressIsInAFileAndWhatFeedsNoScheduleIsForgotten() throws IOException {
        Path file = folder.resolve("url");
        Files.writeString(file, "http://127.0.0.1:" + server.getAddress().getPort() + "/secret.ics\n");
        files = recipients("urlFile: \"" + file + "\"", "");
        serves("DTSTART:20260820T080000Z|DTEND:20260820T120000Z|SUMMARY:ben");
        look();
        assertThat(primary().people(START)).containsExactly("ben");
        Recipients fed = files;
        files = Recipients.none();
        look();
        files = fed;
        assertThat(primary().people(START)).containsExactly("cleo");
    }
}
