package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Option;

/** When a window goes on. */
final class WindowOptions {

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description =
                    "When it begins, or begins first, by the clock in the zone: 2026-01-31T02:00; without it now.")
    private String start;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            required = true,
            description = "How long it lasts, by that clock: 30m, 2h, 7d.")
    private String length;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Where the clock hangs: Europe/Berlin, UTC; without it this machine's.")
    private String zone;

    @Option(
            names = "--repeat",
            paramLabel = "RULE",
            defaultValue = "",
            description = "When it comes again, as RFC 5545 has it: 'FREQ=WEEKLY;BYDAY=SA,SU'; without it never.")
    private String repeat;

    @Option(
            names = "--except",
            paramLabel = "DAY",
            split = ",",
            description = "Days on which it does not: 2026-12-24, commas between.")
    private List<String> except = List.of();

    /** Says so in a body of a request. */
    ObjectNode addTo(ObjectNode body) {
        ZoneId here = ZoneId.systemDefault();
        String in = zone == null ? here.getId() : zone;
        body.put("start", start == null ? now(in) : start).put("for", length).put("zone", in);
        if (!repeat.isEmpty()) {
            body.put("repeat", repeat);
        }
        if (!except.isEmpty()) {
            except.forEach(body.putArray("except")::add);
        }
        return body;
    }

    /** What is no zone the hub says. */
    static String now(String zone) {
        return LocalDateTime.now(of(zone)).truncatedTo(ChronoUnit.MINUTES).toString();
    }

    private static ZoneId of(String zone) {
        try {
            return ZoneId.of(zone); // also +02:00, which no list of zones has
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }
}
