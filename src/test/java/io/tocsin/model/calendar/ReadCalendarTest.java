package io.tocsin.model.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.Origin;
import io.tocsin.model.schedule.FedShifts;
import io.tocsin.model.schedule.Layer;
import io.tocsin.model.schedule.Rotation;
import io.tocsin.model.schedule.Schedule;
import io.tocsin.model.schedule.ShiftCalendar;
import io.tocsin.model.time.Hours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calendars as Google, Outlook, Apple and on-call tools write them. */
class ReadCalendarTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");

    private static ReadCalendar read(String... lines) {
        return ReadCalendar.of(
                        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + String.join("\r\n", lines) + "\r\nEND:VCALENDAR\r\n",
                        BERLIN)
                .orElseThrow();
    }

    private static ReadCalendar event(String... lines) {
        return read("BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:ann\r\n" + String.join("\r\n", lines) + "\r\nEND:VEVENT");
    }

    private static List<String> times(ReadCalendar calendar) {
        return calendar.between(FROM, UNTIL).stream()
                .map(one -> one.from() + " " + one.until())
                .toList();
    }

    @Test
    void timesAreOfTheZoneThatTheySay() {
        assertThat(times(event("DTSTART:20260701T080000Z", "DTEND:20260701T160000Z")))
                .containsExactly("2026-07-01T08:00:00Z 2026-07-01T16:00:00Z");
        assertThat(times(event("DTSTART:20260701T080000", "DTEND:20260701T160000")))
                .as("without one it is the schedule's")
                .containsExactly("2026-07-01T06:00:00Z 2026-07-01T14:00:00Z");
        assertThat(times(event("DTSTART;VALUE=DATE:20260701", "DTEND;VALUE=DATE:20260703")))
                .containsExactly("2026-06-30T22:00:00Z 2026-07-02T22:00:00Z");
        assertThat(times(event("DTSTART;VALUE=DATE:20260701")))
                .containsExactly("2026-06-30T22:00:00Z 2026-07-01T22:00:00Z");
        assertThat(times(event("DTSTART;TZID=America/New_York:20260701T080000", "DURATION:PT8H")))
                .containsExactly("2026-07-01T12:00:00Z 2026-07-01T20:00:00Z");
        assertThat(times(event("DTSTART;TZID=Eastern Standard Time:20260701T080000", "DURATION:P1W")))
                .as("as Outlook says it")
                .containsExactly("2026-07-01T12:00:00Z 2026-07-08T12:00:00Z");
        assertThat(times(event(
                        "DTSTART;TZID=\"/freeassociation.sourceforge.net/Europe/London\":20260701T080000",
                        "DTEND;TZID=America/New_York:20260701T080000")))
                .containsExactly("2026-07-01T07:00:00Z 2026-07-01T12:00:00Z");
        assertThat(times(read(
                        "BEGIN:VTIMEZONE",
                        "TZID:Ours",
                        "X-LIC-LOCATION:Asia/Kathmandu",
                        "END:VTIMEZONE",
                        "BEGIN:VEVENT",
                        "DTSTART;TZID=Ours:20260701T080000",
                        "DTEND;TZID=Ours:20260701T090000",
                        "END:VEVENT")))
                .containsExactly("2026-07-01T02:15:00Z 2026-07-01T03:15:00Z");
    }

    @Test
    void everyZoneOfWindowsIsOneOfTheDatabase() {
        Properties names = CalendarZones.windowsNames();
        assertThat(names).hasSizeGreaterThan(80);
        names.values().forEach(zone -> assertThat(ZoneId.getAvailableZoneIds()).contains((String) zone));
    }

    @Test
    void whatComesAgainIsByTheClockOnTheWall() {
        assertThat(times(event(
                        "DTSTART;TZID=Europe/Berlin:20261017T180000",
                        "DTEND;TZID=Europe/Berlin:20261019T090000",
                        "RRULE:FREQ=WEEKLY;INTERVAL=1;UNTIL=20261031T170000Z")))
                .containsExactly(
                        "2026-10-17T16:00:00Z 2026-10-19T07:00:00Z",
                        "2026-10-24T16:00:00Z 2026-10-26T08:00:00Z", // an hour longer
                        "2026-10-31T17:00:00Z 2026-11-02T08:00:00Z");
        assertThat(times(event("DTSTART:20260328T020000", "DTEND:20260328T030000", "RRULE:FREQ=DAILY;COUNT=3")))
                .as("an hour that the clock leaves out is no time")
                .containsExactly(
                        "2026-03-28T01:00:00Z 2026-03-28T02:00:00Z", "2026-03-30T00:00:00Z 2026-03-30T01:00:00Z");
    }

    @Test
    void whatIsLeftOutMovedAddedOrCancelledIsSo() {
        ReadCalendar calendar = read(
                "BEGIN:VEVENT",
                "UID:week",
                "SUMMARY:ann",
                "DTSTART;TZID=Europe/Berlin:20260105T090000",
                "DTEND;TZID=Europe/Berlin:20260105T170000",
                "RRULE:FREQ=DAILY;COUNT=6",
                "EXDATE;TZID=Europe/Berlin:20260106T090000,20260107T090000",
                "EXDATE;VALUE=DATE:20260109",
                "RDATE;TZID=Europe/Berlin:20260112T090000",
                "END:VEVENT",
                "BEGIN:VEVENT",
                "UID:week",
                "SUMMARY:ben",
                "RECURRENCE-ID:20260108T080000Z",
                "DTSTART:20260108T120000Z",
                "DTEND:20260108T130000Z",
                "END:VEVENT",
                "BEGIN:VEVENT",
                "UID:week",
                "STATUS:CANCELLED",
                "RECURRENCE-ID;TZID=Europe/Berlin:20260110T090000",
                "DTSTART;TZID=Europe/Berlin:20260110T090000",
                "DTEND;TZID=Europe/Berlin:20260110T170000",
                "END:VEVENT");
        assertThat(calendar.troubles()).isEmpty();
        assertThat(calendar.between(FROM, UNTIL).stream()
                        .map(one -> one.summary() + " " + one.from())
                        .toList())
                .containsExactly("ann 2026-01-05T08:00:00Z", "ben 2026-01-08T12:00:00Z", "ann 2026-01-12T08:00:00Z");
    }

    @Test
    void linesAreUnfoldedAndAlarmsAreNoEvents() {
        List<Booking> all = read(
                        "BEGIN:VEVENT",
                        "DTSTART:20260701T080000Z",
                        "DTEND:20260701T090000Z",
                        "SUMMARY;LANGUAGE=en:On call\\, \\nann ",
                        " and b",
                        "\ten",
                        "ATTENDEE;CN=\"Ann: A\";PARTSTAT=ACCEPTED:MAILTO:Ann@Example.com",
                        "ATTENDEE;PARTSTAT=DECLINED:mailto:ben@example.com",
                        "BEGIN:VALARM",
                        "SUMMARY:wake up",
                        "DURATION:PT1M",
                        "ATTENDEE:mailto:cleo@example.com",
                        "END:VALARM",
                        "END:VEVENT")
                .between(FROM, UNTIL);
        assertThat(all).singleElement().satisfies(one -> {
            assertThat(one.summary()).isEqualTo("On call,  ann and ben");
            assertThat(one.attendees()).containsExactly("ann@example.com");
            assertThat(one.line()).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DTSTART;TZID=Nowhere:20260701T080000| DTEND:20260701T090000Z| line 6: DTSTART in the time zone `Nowhere`",
                "DTSTART:20260732T080000Z| DTEND:20260701T090000Z| line 6: DTSTART `20260732T080000Z`, which is no time",
                "DTSTART:20260701T080000Z| DTEND:20260701T070000Z| line 7: DTEND 20260701T070000Z, which is not after",
                "DTSTART:20260701T080000Z| DURATION:1 hour| line 7: DURATION 1 hour",
                "DTSTART:20260701T080000Z| LOCATION:here| line 3: BEGIN without DTEND",
                "DTSTART;VALUE=DATE:20260701| RRULE:FREQ=MINUTELY| line 7: RRULE FREQ=MINUTELY; expected a FREQ of HOURLY",
                "DTSTART;VALUE=DATE:20260701| RRULE:FREQ=SOMETIMES| line 7: RRULE FREQ=SOMETIMES; expected a rule such as",
                "SUMMARY:no time| DTEND:20260701T090000Z| line 3: BEGIN without DTSTART",
            })
    void whatCantBeReadIsNamedWithItsLineAndTheOthersCount(String one, String other, String trouble) {
        ReadCalendar calendar = read(
                "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:ann\r\n" + one + "\r\n" + other + "\r\nEND:VEVENT",
                "BEGIN:VEVENT",
                "DTSTART:20260801T080000Z",
                "DTEND:20260801T090000Z",
                "END:VEVENT");
        assertThat(calendar.troubles())
                .singleElement()
                .asString()
                .startsWith(trouble)
                .endsWith("event of line 3 is left out");
        assertThat(times(calendar)).containsExactly("2026-08-01T08:00:00Z 2026-08-01T09:00:00Z");
    }

    @Test
    void whatNeverComesOrTakesTooLongHidesNothingElse() {
        ReadCalendar calendar = read(
                "BEGIN:VEVENT\r\nDTSTART:20260101T080000Z\r\nDTEND:20260101T090000Z\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\nEND:VEVENT",
                "BEGIN:VEVENT\r\nDTSTART:20260801T080000Z\r\nDTEND:20260801T090000Z\r\nEND:VEVENT");
        assertThat(times(calendar)).containsExactly("2026-08-01T08:00:00Z 2026-08-01T09:00:00Z");
        List<String> troubles = new ArrayList<>();
        assertThat(calendar.between(FROM, UNTIL, () -> true, troubles::add)).isEmpty();
        assertThat(troubles).singleElement().asString().startsWith("line 3: more than can be looked at");
    }

    @Test
    void whatComesTooOftenIsNamedAndHasNoLongTexts() {
        ReadCalendar calendar = event(
                "DTSTART:20260101T000000Z",
                "DTEND:20260101T000100Z",
                "DESCRIPTION:each minute of the year",
                "ATTENDEE:mailto:a@example.com\r\n".repeat(600) + "X-A:b",
                "RRULE:FREQ=HOURLY;BYMINUTE="
                        + IntStream.range(0, 60).mapToObj(Integer::toString).collect(Collectors.joining(",")));
        List<String> troubles = new ArrayList<>();

        List<Booking> found = calendar.between(FROM, UNTIL, () -> false, troubles::add);

        assertThat(found).hasSizeBetween(10_000, 30_000);
        assertThat(found.get(0).attendees()).hasSize(500);
        assertThat(troubles)
                .singleElement()
                .asString()
                .startsWith("line 3: an event that comes again more often than can be looked at");
        assertThat(read(
                                "BEGIN:VEVENT",
                                "SUMMARY:" + "ann ".repeat(100_000),
                                "DTSTART:20260101T000000Z",
                                "DTEND:20260101T010000Z",
                                "END:VEVENT")
                        .between(FROM, UNTIL)
                        .get(0)
                        .summary())
                .hasSize(1_000);
    }

    @Test
    void whatIsNoCalendarOrOnlyItsBeginningIsNone() {
        assertThat(ReadCalendar.of("<html>Sign in</html>", BERLIN)).isEmpty();
        assertThat(ReadCalendar.of("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:2026", BERLIN))
                .isEmpty();
        assertThat(ReadCalendar.of("\uFEFFBEGIN:VCALENDAR\nEND:VCALENDAR", BERLIN))
                .isPresent();
    }

    /** Somebody who goes through the days with a pencil. */
    @Test
    void randomWeeksAreThoseOfANaiveReader() {
        String[] zones = {
            "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu"
        };
        Random random = new Random(7);
        for (int run = 0; run < 300; run++) {
            ZoneId zone = ZoneId.of(zones[random.nextInt(zones.length)]);
            LocalDate first = LocalDate.parse("2026-01-01").plusDays(random.nextInt(200));
            LocalTime time = LocalTime.of(random.nextInt(24), random.nextInt(4) * 15);
            Duration length = Duration.ofMinutes(15L * (1 + random.nextInt(150)));
            int interval = 1 + random.nextInt(3);
            Set<DayOfWeek> days = new TreeSet<>(List.of(first.getDayOfWeek()));
            for (int i = random.nextInt(4); i > 0; i--) {
                days.add(DayOfWeek.of(1 + random.nextInt(7)));
            }
            Set<LocalDate> except = new HashSet<>();
            List<String> expected = new ArrayList<>();
            LocalDate monday = first.minusDays(first.getDayOfWeek().getValue() - 1L);
            for (LocalDate day = first; day.isBefore(LocalDate.parse("2027-01-03")); day = day.plusDays(1)) {
                long week = (day.toEpochDay() - monday.toEpochDay()) / 7;
                if (week % interval == 0 && days.contains(day.getDayOfWeek())) {
                    if (random.nextInt(10) == 0) {
                        except.add(day);
                    } else {
                        Instant begin = shows(day.atTime(time), zone);
                        Instant end = shows(day.atTime(time).plus(length), zone);
                        if (end.isAfter(begin) && end.isAfter(FROM) && begin.isBefore(UNTIL)) {
                            expected.add(begin + " " + end);
                        }
                    }
                }
            }
            List<String> lines = new ArrayList<>(List.of(
                    "DTSTART;TZID=" + zone + ":" + written(first.atTime(time)),
                    "DTEND;TZID=" + zone + ":" + written(first.atTime(time).plus(length)),
                    "RRULE:FREQ=WEEKLY;WKST=MO;INTERVAL=" + interval + ";BYDAY="
                            + String.join(
                                    ",",
                                    days.stream()
                                            .map(day -> day.name().substring(0, 2))
                                            .toList())));
            except.forEach(day -> lines.add("EXDATE;TZID=" + zone + ":" + written(day.atTime(time))));
            assertThat(times(event(lines.toArray(String[]::new))))
                    .as("%s", lines)
                    .isEqualTo(expected);
        }
    }

    /** The first minute at which a clock shows a time, or a later one. */
    private static Instant shows(LocalDateTime local, ZoneId zone) {
        Instant at = local.atZone(zone)
                .toInstant()
                .minus(Duration.ofHours(3))
                .truncatedTo(java.time.temporal.ChronoUnit.HOURS);
        while (LocalDateTime.ofInstant(at, zone).isBefore(local)) {
            at = at.plus(Duration.ofMinutes(15));
        }
        return at;
    }

    private static String written(LocalDateTime local) {
        return String.format(
                Locale.ROOT,
                "%04d%02d%02dT%02d%02d00",
                local.getYear(),
                local.getMonthValue(),
                local.getDayOfMonth(),
                local.getHour(),
                local.getMinute());
    }

    @Test
    void whatTheHubWritesItReadsBack() {
        Origin here = new Origin("schedules.yaml", 1);
        Layer weeks = new Layer(
                "weeks",
                BERLIN,
                new Rotation(
                        List.of(List.of("ann"), List.of("ben", "cleo"), List.of()),
                        LocalDateTime.parse("2026-01-05T09:00"),
                        Duration.ofDays(7)),
                List.of(),
                Optional.empty(),
                here);
        Layer nights = new Layer(
                "nights",
                BERLIN,
                new Rotation(List.of(List.of("dev")), LocalDateTime.parse("2026-01-05T09:00"), Duration.ofDays(1)),
                List.of(new Hours(LocalTime.of(22, 0), LocalTime.of(6, 0), Set.of(DayOfWeek.SATURDAY))),
                Optional.empty(),
                here);
        Schedule schedule = new Schedule("s", "", BERLIN, List.of(weeks, nights), List.of(), true, true, here);
        String text = new ShiftCalendar("s", FROM)
                .add(schedule, FROM, UNTIL, any -> true)
                .text();
        Map<String, List<String>> who =
                Map.of("ann (s)", List.of("ann"), "ben, cleo (s)", List.of("ben", "cleo"), "dev (s)", List.of("dev"));
        FedShifts fed = FedShifts.of(
                ReadCalendar.of(text, BERLIN).orElseThrow().between(FROM, UNTIL), one -> who.get(one.summary()));
        for (Instant at = FROM; at.isBefore(UNTIL); at = at.plus(Duration.ofMinutes(30))) {
            assertThat(fed.people(at)).as("at %s", at).isEqualTo(schedule.people(at));
        }
    }
}
