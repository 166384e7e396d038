package io.tocsin.model.calendar;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The time zones that a calendar names: by the IANA database, by it behind a prefix, as Windows calls them, or as the calendar itself says
 * where they are. How a calendar says that their clocks are put is not read: the database knows better.
 */
final class CalendarZones {

    /** Windows' names, with the zone of the IANA database that Unicode's CLDR takes for each (windowsZones.xml, territory 001). */
    private static final Properties WINDOWS = windows();

    private final Map<String, String> locations = new HashMap<>();

    CalendarZones(List<ContentLine> lines) {
        String called = "";
        boolean isZone = false;
        for (ContentLine line : lines) {
            if (line.is("BEGIN", "VTIMEZONE")) {
                isZone = true;
                called = "";
            } else if (line.is("END", "VTIMEZONE")) {
                isZone = false;
            } else if (isZone && line.name().equals("TZID")) {
                called = line.value().strip();
            } else if (isZone && line.name().equals("X-LIC-LOCATION")) {
                locations.put(called, line.value().strip());
            }
        }
    }

    /** The zone of this name; empty where nobody knows it. */
    Optional<ZoneId> zone(String called) {
        return known(called)
                .or(() -> Optional.ofNullable(locations.get(called)).flatMap(CalendarZones::known))
                .or(() -> Optional.ofNullable(WINDOWS.getProperty(called)).flatMap(CalendarZones::known))
                .or(() -> behindPrefix(called));
    }

    /** {@code /freeassociation.sourceforge.net/Europe/Berlin}. */
    private static Optional<ZoneId> behindPrefix(String called) {
        for (int slash = called.indexOf('/'); slash >= 0; slash = called.indexOf('/', slash + 1)) {
            Optional<ZoneId> found = known(called.substring(slash + 1));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<ZoneId> known(String called) {
        try {
            return ZoneId.getAvailableZoneIds().contains(called) ? Optional.of(ZoneId.of(called)) : Optional.empty();
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static Properties windows() {
        try (InputStream in = CalendarZones.class.getResourceAsStream("/calendar/windows-zones.properties")) {
            Properties zones = new Properties();
            zones.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return zones;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of Windows' names that are known. */
    static Properties windowsNames() {
        return WINDOWS;
    }
}
