package io.tocsin.model.schedule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Faults;
import io.tocsin.files.MarkedYaml;
import io.tocsin.files.NearestWord;
import io.tocsin.files.Origin;
import io.tocsin.files.SchemaCheck;
import io.tocsin.model.time.Hours;
import io.tocsin.model.time.WallClock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one file of schedules. */
final class ScheduleFile {

    /** The file's name. */
    static final String NAME = "schedules.yaml";

    private static final SchemaCheck SCHEMA = SchemaCheck.shipped("schedules", Map.of());

    private final Faults faults;

    private ScheduleFile(Faults faults) {
        this.faults = faults;
    }

    /**
     * Reads it. A schedule in which something is wrong is left out; its name is known.
     *
     * @throws io.tocsin.files.InvalidFileException if it is no YAML
     */
    static ScheduleContent read(String file, String text) {
        ScheduleFile reading = new ScheduleFile(SCHEMA.check(MarkedYaml.readAll(file, text)));
        List<Schedule> schedules = new ArrayList<>();
        List<ScheduleContent.Named> names = new ArrayList<>();
        List<ScheduleContent.Named> people = new ArrayList<>();
        for (JsonPointer where : reading.entries(JsonPointer.compile("/schedules"))) {
            String name = reading.json(where).path("name").asText("");
            if (!name.isEmpty()) {
                names.add(new ScheduleContent.Named(name, name, reading.origin(where)));
            }
            reading.people(where, name, people);
            reading.schedule(where).ifPresent(schedules::add);
        }
        return new ScheduleContent(schedules, names, people, reading.faults.findings());
    }

    private Optional<Schedule> schedule(JsonPointer where) {
        JsonNode json = json(where);
        Optional<ZoneId> zone = zone(where);
        List<Layer> layers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonPointer place : entries(where.appendProperty("layers"))) {
            String name = json(place).path("name").asText("");
            if (!name.isEmpty() && !names.add(name)) {
                faults.add(
                        place.appendProperty("name"),
                        "the layer `" + name + "` a second time",
                        "a name of its own for each layer of a schedule",
                        "rename one of the two");
            }
            layer(place, zone).ifPresent(layers::add);
        }
        List<ScheduleOverride> overrides = new ArrayList<>();
        for (JsonPointer place : entries(where.appendProperty("overrides"))) {
            override(place, zone, overrides.size() + 1).ifPresent(overrides::add);
        }
        Optional<CalendarFeed> feed = CalendarFeedEntry.read(faults, where.appendProperty("calendar"));
        if (feed.isEmpty() && layers.isEmpty() && !json.has("layers") && !json.has("calendar")) {
            faults.add(
                    where,
                    "a schedule without `layers` and without `calendar`",
                    "rotations, or the calendar that says who is on call",
                    "add one of the two, or both");
        }
        return faults.spoils(where)
                ? Optional.empty()
                : Optional.of(new Schedule(
                        json.path("name").asText(),
                        json.path("description").asText(""),
                        zone.orElseThrow(),
                        layers,
                        overrides,
                        feed,
                        FedShifts.NONE,
                        handover(json.path("handover")),
                        json.path("allowGaps").asBoolean(false),
                        json.path("allowOverlaps").asBoolean(false),
                        origin(where)));
    }

    private static Optional<Handover> handover(JsonNode json) {
        if (!json.isObject()) {
            return Optional.empty();
        }
        List<String> people = json.has("people") ? words(json.path("people")) : List.of("incoming", "outgoing");
        return Optional.of(new Handover(
                people.contains("incoming"),
                people.contains("outgoing"),
                words(json.path("via")),
                words(json.path("receivers"))));
    }

    private Optional<Layer> layer(JsonPointer where, Optional<ZoneId> around) {
        JsonNode json = json(where);
        Optional<ZoneId> zone = json.has("zone") ? zone(where) : around;
        Optional<LocalDateTime> starts = time(where.appendProperty("starts"));
        Optional<LocalDateTime> ends = time(where.appendProperty("ends"));
        if (starts.isPresent() && ends.filter(end -> !end.isAfter(starts.get())).isPresent()) {
            faults.add(
                    where.appendProperty("ends"),
                    "ends: " + json.path("ends").asText() + ", and it starts at " + starts.get(),
                    "an end after the start",
                    "write a later time, or remove the layer");
        }
        if (zone.isEmpty() || starts.isEmpty() || faults.spoils(where)) {
            return Optional.empty();
        }
        List<List<String>> turns = new ArrayList<>();
        json.path("rotation").forEach(turn -> turns.add(turn.isArray() ? words(turn) : List.of(turn.asText())));
        if (turns.stream().allMatch(List::isEmpty)) {
            faults.add(
                    where.appendProperty("rotation"),
                    "turns of nobody",
                    "at least one turn of somebody",
                    "write a name, or remove the layer");
            return Optional.empty();
        }
        List<Hours> hours = new ArrayList<>();
        json.path("hours").forEach(some -> hours.add(Hours.read(some)));
        return Optional.of(new Layer(
                json.path("name").asText(),
                zone.get(),
                new Rotation(turns, starts.get(), length(json.path("every").asText("weekly"))),
                hours,
                ends,
                origin(where)));
    }

    private Optional<ScheduleOverride> override(JsonPointer where, Optional<ZoneId> zone, int number) {
        JsonNode json = json(where);
        Optional<LocalDateTime> from = time(where.appendProperty("from"));
        Optional<LocalDateTime> to = time(where.appendProperty("to"));
        if (zone.isEmpty() || from.isEmpty() || to.isEmpty() || faults.spoils(where)) {
            return Optional.empty();
        }
        if (!WallClock.begin(to.get(), zone.get()).isAfter(WallClock.begin(from.get(), zone.get()))) {
            faults.add(
                    where.appendProperty("to"),
                    "to: " + json.path("to").asText() + ", and from is "
                            + json.path("from").asText(),
                    "a time after from",
                    "write a later time");
            return Optional.empty();
        }
        return Optional.of(new ScheduleOverride(
                "override-" + number,
                WallClock.begin(from.get(), zone.get()),
                WallClock.begin(to.get(), zone.get()),
                words(json.path("people")),
                "",
                json.path("comment").asText("")));
    }

    private static Duration length(String every) {
        return switch (every) {
            case "daily" -> Duration.ofDays(1);
            case "weekly" -> Duration.ofDays(7);
            default -> {
                long count = Long.parseLong(every.substring(0, every.length() - 1));
                yield switch (every.charAt(every.length() - 1)) {
                    case 'h' -> Duration.ofHours(count);
                    case 'd' -> Duration.ofDays(count);
                    default -> Duration.ofDays(7 * count);
                };
            }
        };
    }

    /** Everybody whom a schedule names, whatever else is wrong there. */
    private void people(JsonPointer schedule, String name, List<ScheduleContent.Named> people) {
        for (JsonPointer layer : entries(schedule.appendProperty("layers"))) {
            for (JsonPointer turn : entries(layer.appendProperty("rotation"))) {
                named(turn, name, people);
                entries(turn).forEach(one -> named(one, name, people));
            }
        }
        for (JsonPointer override : entries(schedule.appendProperty("overrides"))) {
            entries(override.appendProperty("people")).forEach(one -> named(one, name, people));
        }
    }

    private void named(JsonPointer where, String schedule, List<ScheduleContent.Named> people) {
        if (json(where).isTextual() && !faults.isTold(where)) {
            people.add(new ScheduleContent.Named(schedule, json(where).textValue(), origin(where)));
        }
    }

    private Optional<ZoneId> zone(JsonPointer where) {
        JsonPointer place = where.appendProperty("zone");
        String zone = json(place).asText("");
        try {
            return json(place).isTextual() ? Optional.of(ZoneId.of(zone)) : Optional.empty();
        } catch (DateTimeException wrong) {
            faults.add(
                    place,
                    "the time zone `" + zone + "`",
                    "a time zone such as Europe/Berlin or UTC",
                    NearestWord.of(zone, ZoneId.getAvailableZoneIds())
                            .map(word -> "did you mean `" + word + "`?")
                            .orElse("see https://data.iana.org/time-zones/tzdb/zone1970.tab"));
            return Optional.empty();
        }
    }

    private Optional<LocalDateTime> time(JsonPointer where) {
        String text = json(where).asText("");
        try {
            return text.isEmpty() || faults.isTold(where) ? Optional.empty() : Optional.of(LocalDateTime.parse(text));
        } catch (DateTimeException wrong) {
            faults.add(
                    where,
                    where.last().getMatchingProperty() + ": " + text,
                    "a time that there is, such as 2026-01-05T09:00",
                    "correct the day or the hour");
            return Optional.empty();
        }
    }

    private static List<String> words(JsonNode array) {
        List<String> words = new ArrayList<>();
        array.forEach(word -> words.add(word.asText()));
        return words;
    }

    private List<JsonPointer> entries(JsonPointer list) {
        return faults.yaml().entries(list);
    }

    private JsonNode json(JsonPointer where) {
        return faults.yaml().json().at(where);
    }

    private Origin origin(JsonPointer where) {
        return new Origin(faults.yaml().file(), faults.yaml().line(where));
    }
}
