package io.tocsin.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.Origin;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.util.List;
import java.util.Optional;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import org.junit.jupiter.api.Test;

/** What is written is read by another library. */
class ShiftCalendarTest {

    private static final Instant NOW = Instant.parse("2026-10-20T08:00:00Z");
    private static final Origin HERE = new Origin("schedules.yaml", 1);
    private static final String ODD =
            "long, odd; name with a \\ and ümlauts 🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥\nand a line more";

    private final Schedule schedule = new Schedule(
            "primary",
            ODD,
            ZoneId.of("Europe/Berlin"),
            List.of(new Layer(
                    "days",
                    ZoneId.of("Europe/Berlin"),
                    new Rotation(
                            List.of(List.of("ann"), List.of("ben", "cleo")),
                            LocalDateTime.parse("2026-10-21T09:00"),
                            Duration.ofDays(1)),
                    List.of(),
                    Optional.empty(),
                    HERE)),
            List.of(),
            false,
            false,
            HERE);
    private final List<Shift> shifts = schedule.shifts(NOW, NOW.plus(Duration.ofDays(10)));
    private final String text = new ShiftCalendar("On call: primary", NOW)
            .add(schedule, NOW, NOW.plus(Duration.ofDays(10)), any -> true)
            .text();

    @Test
    void anotherLibraryReadsTheSameShiftsOverTheNightInWhichClocksArePutBackToo() throws IOException, ParserException {
        Calendar calendar = new CalendarBuilder().build(new StringReader(text));
        calendar.validate();
        List<VEvent> events = calendar.getComponents("VEVENT");

        List<Shift> on = shifts.stream().filter(shift -> !shift.isGap()).toList();
        assertThat(on).hasSize(shifts.size() - 1);
        assertThat(events).hasSameSizeAs(on);
        for (int i = 0; i < on.size(); i++) {
            assertThat(instant(events.get(i).getDateTimeStart().getDate()))
                    .isEqualTo(on.get(i).from());
            assertThat(instant(events.get(i).getDateTimeEnd().getDate()))
                    .isEqualTo(on.get(i).until());
            assertThat(events.get(i).getSummary().getValue())
                    .isEqualTo(String.join(", ", on.get(i).people()) + " (primary)");
            assertThat(events.get(i).getDescription().getValue()).isEqualTo("On call in primary through days. " + ODD);
        }
        assertThat(on).anySatisfy(shift -> assertThat(Duration.between(shift.from(), shift.until()))
                .isEqualTo(Duration.ofHours(25)));
        assertThat(events)
                .extracting(event -> event.getUid().orElseThrow().getValue())
                .doesNotHaveDuplicates();
    }

    private static List<String> lines(Schedule schedule, String from, String start) {
        return new ShiftCalendar("On call", NOW)
                .add(schedule, Instant.parse(from), Instant.parse("2026-12-01T00:00:00Z"), any -> true)
                .text()
                .lines()
                .filter(line -> line.startsWith(start))
                .toList();
    }

    @Test
    void aShiftThatBeganBeforeIsTheSameEventInAnotherMonthAndSoIsOneThatNeverBegan() {
        assertThat(lines(schedule, "2026-11-01T00:00:00Z", "UID"))
                .isEqualTo(lines(schedule, "2026-10-31T14:00:00Z", "UID"))
                .first()
                .isEqualTo("UID:primary-20261031T080000Z@on-call.tocsin");
        assertThat(lines(schedule, "2026-11-01T00:00:00Z", "DTSTART").get(0)).isEqualTo("DTSTART:20261031T080000Z");

        Schedule always = new Schedule(
                "always",
                "",
                ZoneId.of("UTC"),
                List.of(new Layer(
                        "one",
                        ZoneId.of("UTC"),
                        new Rotation(
                                List.of(List.of("ann")), LocalDateTime.parse("2020-01-01T09:00"), Duration.ofDays(7)),
                        List.of(),
                        Optional.empty(),
                        HERE)),
                List.of(),
                false,
                false,
                HERE);
        assertThat(lines(always, "2026-10-01T00:00:00Z", "UID"))
                .isEqualTo(lines(always, "2026-11-01T00:00:00Z", "UID"))
                .containsExactly("UID:always-always-one@on-call.tocsin");

        Instant swap = Instant.parse("2026-10-25T00:00:00Z");
        Schedule swapped = always.with(List.of(
                new ScheduleOverride("ovr_1", swap, swap.plus(Duration.ofDays(20)), List.of("ben"), "ben", "")));
        assertThat(lines(swapped, "2026-11-01T00:00:00Z", "UID"))
                .containsExactly(
                        "UID:always-20261025T000000Z@on-call.tocsin", "UID:always-20261114T000000Z@on-call.tocsin")
                .isEqualTo(lines(swapped, "2026-10-26T00:00:00Z", "UID"));
    }

    @Test
    void noLineIsLongerThan75BytesAndEachEndsAsTheStandardHasIt() {
        assertThat(text.split("\r\n", -1)).allSatisfy(line -> {
            assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(75);
            assertThat(line).doesNotContain("\n", "\r");
        });
        assertThat(text).startsWith("BEGIN:VCALENDAR\r\n").endsWith("END:VCALENDAR\r\n");
    }

    private static Instant instant(Temporal time) {
        return time instanceof Instant instant
                ? instant
                : ZonedDateTime.from(time).toInstant();
    }
}
