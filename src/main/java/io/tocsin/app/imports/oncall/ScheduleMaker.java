package io.tocsin.app.imports.oncall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.imports.Names;
import io.tocsin.app.imports.YamlText;
import io.tocsin.files.FileText;
import io.tocsin.model.schedule.Layer;
import io.tocsin.model.schedule.Schedule;
import io.tocsin.model.schedule.ScheduleFiles;
import io.tocsin.model.schedule.ScheduleGaps;
import io.tocsin.model.schedule.Shift;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes schedules of rotations. Here a later layer hides those before it, so what a source has on call together becomes schedules side by
 * side, and whoever names the source's schedule names all of them.
 */
final class ScheduleMaker {

    /** So far ahead it is tried who is on call. */
    private static final Duration TRIED = Duration.ofDays(400);

    /** So far {@code ./hub check} looks. */
    private static final Duration CHECKED = Duration.ofDays(7 * 26L);

    private static final int MOST_LAYERS = 50;
    private static final int MOST_OVERRIDES = 1_000;

    /** Somebody instead of others. @param rotations by their names; empty for all */
    record Instead(Instant from, Instant until, List<String> people, Set<String> rotations) {}

    private final Roster roster;
    private final Instant now;

    /** Somebody instead of others, from and to what two fields say; that they can't be read is said. @param who empty where they are not here */
    static Optional<Instead> instead(Part part, String from, String to, Optional<String> who, Set<String> rotations) {
        try {
            return who.map(name -> new Instead(
                    OffsetDateTime.parse(part.text(from)).toInstant(),
                    OffsetDateTime.parse(part.text(to)).toInstant(),
                    List.of(name),
                    rotations));
        } catch (DateTimeException wrong) {
            part.left(
                    "an override from `" + part.text(from) + "` to `" + part.text(to) + "`",
                    "these are no times: it is left out");
            return Optional.empty();
        }
    }

    ScheduleMaker(Roster roster, Instant now) {
        this.roster = roster;
        this.now = now;
    }

    /**
     * Adds what a schedule of the source becomes.
     *
     * @param part where it is
     * @param ids by which the source names it
     * @param turns in the order in which later ones win, where their levels are the same
     */
    void add(
            Part part,
            List<String> ids,
            String name,
            String description,
            ZoneId zone,
            List<Turns> turns,
            List<Instead> instead) {
        List<Turns> open = open(part, name, turns);
        List<List<Turns>> sideBySide = sideBySide(part, name, open);
        ofNone(part, name, open, instead);
        List<ObjectNode> made = new ArrayList<>();
        for (List<Turns> some : sideBySide) {
            String like =
                    sideBySide.size() == 1 ? name : name + "-" + some.get(0).name();
            ObjectNode schedule = JsonNodeFactory.instance.objectNode().put("name", roster.scheduleName(like));
            if (!description.isBlank()) {
                schedule.put(
                        "description", part.shortened(description, "the description of the schedule `" + name + "`"));
            }
            schedule.put("zone", zone.getId());
            layers(schedule, some, zone);
            overrides(part, schedule, some, zone, instead);
            settle(part, schedule, sideBySide.size() == 1);
            if (!schedule.path("layers").isEmpty()) {
                made.add(schedule);
            }
        }
        if (made.size() > 1) {
            part.left(
                    "the schedule `" + name + "`, in which several people are on call at a time",
                    "it is in " + made.size() + " schedules, "
                            + made.stream()
                                    .map(one -> one.path("name").asText())
                                    .collect(Collectors.joining(", "))
                            + ", and whoever notifies it notifies all of them");
        }
        if (made.isEmpty()) {
            part.left("the schedule `" + name + "`", "nothing is left of it that has somebody: it is not made");
        } else {
            roster.schedules(ids, made);
        }
    }

    /** Says of overrides of some rotations, of which none is here, that they are left out. */
    private void ofNone(Part part, String name, List<Turns> open, List<Instead> instead) {
        Set<String> names = open.stream().map(Turns::name).collect(Collectors.toSet());
        instead.stream()
                .filter(one -> one.until.isAfter(now))
                .filter(one ->
                        !one.rotations.isEmpty() && one.rotations.stream().noneMatch(names::contains))
                .forEach(one -> part.left(
                        "an override of `" + name + "` from " + one.from + " to " + one.until,
                        "none of its rotations is here: it is left out"));
    }

    private List<Turns> open(Part part, String name, List<Turns> turns) {
        List<Turns> open = new ArrayList<>();
        List<String> over = new ArrayList<>();
        Names names = new Names();
        for (Turns one : turns) {
            if (one.isOver(now)) {
                over.add(one.name());
            } else if (one.people().stream().allMatch(List::isEmpty)) {
                part.left(
                        "the rotation `" + one.name() + "` of `" + name + "`",
                        "none of its people is here: it is left out");
            } else if (!one.canBeWritten()) {
                part.left(
                        "the rotation `" + one.name() + "` of `" + name + "`, with turns of " + one.length() + " and "
                                + one.people().size() + " of them",
                        "turns here are whole hours, " + Turns.MOST + " at most: it is left out");
            } else {
                open.add(new Turns(
                        names.like(one.name().isBlank() ? "rotation" : one.name()),
                        one.level(),
                        one.zone(),
                        one.anchor(),
                        one.length(),
                        one.people(),
                        one.from(),
                        one.until(),
                        one.hours()));
            }
        }
        if (!over.isEmpty()) {
            part.left(
                    "what is over in `" + name + "` (" + String.join(", ", over) + ")",
                    "who was on call before is not carried over");
        }
        open.sort(Comparator.comparingInt(Turns::level));
        if (open.size() > MOST_LAYERS) {
            part.left(
                    open.size() + " rotations and shifts in `" + name + "`",
                    "a schedule has " + MOST_LAYERS + " layers at most: those beyond are left out");
            return open.subList(0, MOST_LAYERS);
        }
        return open;
    }

    /** Those of the lowest level that are on call together go side by side; what is above hides all of them. */
    private List<List<Turns>> sideBySide(Part part, String name, List<Turns> turns) {
        List<List<Turns>> lanes = new ArrayList<>();
        int lowest = turns.stream().mapToInt(Turns::level).min().orElse(0);
        List<Turns> above = new ArrayList<>();
        for (Turns one : turns) {
            if (one.level() == lowest) {
                lanes.stream()
                        .filter(lane -> lane.stream().noneMatch(other -> together(one, other)))
                        .findFirst()
                        .orElseGet(() -> {
                            lanes.add(new ArrayList<>());
                            return lanes.get(lanes.size() - 1);
                        })
                        .add(one);
            } else {
                above.stream()
                        .filter(other -> other.level() == one.level() && together(one, other))
                        .forEach(other -> part.left(
                                "`" + other.name() + "` and `" + one.name() + "` of `" + name
                                        + "`, which are on call together above others",
                                "here `" + one.name() + "` hides the other one"));
                above.add(one);
            }
        }
        lanes.forEach(lane -> lane.addAll(above));
        return lanes;
    }

    private boolean together(Turns one, Turns other) {
        List<Layer> ones = read(one);
        List<Layer> others = read(other);
        Instant end = now.plus(TRIED);
        for (Instant at = now; at.isBefore(end); ) {
            Instant time = at;
            if (ones.stream().anyMatch(layer -> !layer.people(time).isEmpty())
                    && others.stream().anyMatch(layer -> !layer.people(time).isEmpty())) {
                return true;
            }
            at = java.util.stream.Stream.concat(ones.stream(), others.stream())
                    .flatMap(layer -> layer.nextAfter(time).stream())
                    .min(Instant::compareTo)
                    .orElse(end);
        }
        return false;
    }

    private List<Layer> read(Turns turns) {
        ObjectNode schedule = JsonNodeFactory.instance
                .objectNode()
                .put("name", "tried")
                .put("zone", turns.zone().getId());
        layers(schedule, List.of(turns), turns.zone());
        return read(schedule).layers();
    }

    private void layers(ObjectNode schedule, List<Turns> turns, ZoneId zone) {
        ArrayNode layers = schedule.putArray("layers");
        turns.forEach(one -> layers.addAll(one.layers(now, zone)));
    }

    private void overrides(Part part, ObjectNode schedule, List<Turns> turns, ZoneId zone, List<Instead> instead) {
        Set<String> names = turns.stream().map(Turns::name).collect(Collectors.toSet());
        List<Instead> some = instead.stream()
                .filter(one -> one.until.isAfter(now))
                .filter(one -> one.rotations.isEmpty() || one.rotations.stream().anyMatch(names::contains))
                .sorted(Comparator.comparing(Instead::from))
                .toList();
        if (some.size() > MOST_OVERRIDES) {
            part.left(
                    some.size() + " overrides",
                    "a schedule has " + MOST_OVERRIDES + " at most: later ones are left out");
        }
        for (Instead one : some.subList(0, Math.min(some.size(), MOST_OVERRIDES))) {
            LocalDateTime from = LocalDateTime.ofInstant(one.from, zone);
            LocalDateTime to = LocalDateTime.ofInstant(one.until, zone);
            if (!to.isAfter(from)) {
                part.left(
                        "an override of `" + schedule.path("name").asText() + "` from " + one.from + " to " + one.until,
                        "by the clock it is over before it begins: it is left out");
            } else if (!one.people.isEmpty()) {
                if (!one.rotations.isEmpty() && !one.rotations.containsAll(names)) {
                    part.left(
                            "an override from " + one.from + " of `" + String.join(", ", one.rotations) + "` alone",
                            "it counts for all of `" + schedule.path("name").asText() + "` here");
                }
                ObjectNode override = schedule.withArray("overrides").addObject();
                override.put("from", Turns.written(from)).put("to", Turns.written(to));
                new java.util.LinkedHashSet<>(one.people).forEach(override.putArray("people")::add);
            }
        }
    }

    /** Says in the file what the check would ask about, where the source means it. */
    private void settle(Part part, ObjectNode schedule, boolean isAlone) {
        ArrayNode layers = (ArrayNode) schedule.path("layers");
        String name = schedule.path("name").asText();
        if (layers.size() + schedule.path("overrides").size() > 1) {
            schedule.put("allowOverlaps", true);
        }
        withoutWhomNobodyMeets(part, name, layers, schedule);
        withoutHidden(part, name, layers, schedule);
        if (layers.isEmpty()) {
            return;
        }
        Optional<Shift> gap = read(schedule).shifts(now, now.plus(TRIED)).stream()
                .filter(Shift::isGap)
                .findFirst();
        if (gap.isPresent()) {
            schedule.put("allowGaps", true);
            if (isAlone) {
                part.left(
                        "times at which nobody is on call in `" + name + "`, the first from "
                                + gap.get().from() + " to " + gap.get().until(),
                        "it is so here, too; `allowGaps: true` says that it is meant");
            }
        }
        ScheduleGaps.of(read(schedule), now)
                .forEach(finding -> part.left(
                        "what ./hub check will say of `" + name + "`: " + finding.found(),
                        "it is as in the source; " + finding.fix()));
    }

    /** People whose turns never fall into the hours of their layer are in none of its turns. */
    private void withoutWhomNobodyMeets(Part part, String name, ArrayNode layers, ObjectNode schedule) {
        List<Layer> read = read(schedule).layers();
        for (int i = 0; i < read.size(); i++) {
            Layer layer = read.get(i);
            Set<String> met = met(layer);
            Set<String> never = layer.rotation().turns().stream()
                    .flatMap(List::stream)
                    .filter(person -> !met.contains(person))
                    .collect(Collectors.toCollection(java.util.TreeSet::new));
            if (layer.hours().isEmpty() || met.isEmpty() || never.isEmpty()) {
                continue;
            }
            ArrayNode rotation = (ArrayNode) layers.get(i).path("rotation");
            for (int turn = 0; turn < rotation.size(); turn++) {
                ArrayNode kept = JsonNodeFactory.instance.arrayNode();
                layer.rotation().turns().get(turn).stream()
                        .filter(met::contains)
                        .forEach(kept::add);
                rotation.set(turn, kept.size() == 1 ? kept.get(0) : kept);
            }
            part.left(
                    "the turns of " + String.join(", ", never) + " in `" + layer.name() + "` of `" + name + "`",
                    "its hours never come in them: they are nobody's here");
        }
    }

    private Set<String> met(Layer layer) {
        Set<String> met = new HashSet<>();
        Instant end = now.plus(TRIED);
        for (Instant at = now; at.isBefore(end); ) {
            met.addAll(layer.people(at));
            at = layer.nextAfter(at).orElse(end);
        }
        return met;
    }

    /** Layers that later ones hide at all times. */
    private void withoutHidden(Part part, String name, ArrayNode layers, ObjectNode schedule) {
        Schedule read = read(schedule);
        Set<String> seen =
                read.shifts(now, now.plus(CHECKED)).stream().map(Shift::through).collect(Collectors.toSet());
        for (int i = read.layers().size() - 1; i >= 0; i--) {
            Layer layer = read.layers().get(i);
            if (!seen.contains(layer.name())
                    && !met(layer).isEmpty()
                    && read.layers().size() > 1
                    && isThere(layer)) {
                layers.remove(i);
                part.left(
                        "the layer `" + layer.name() + "` of `" + name + "`",
                        "others hide it at all times of the coming half year: it is left out");
            }
        }
    }

    private boolean isThere(Layer layer) {
        Instant end = now.plus(CHECKED);
        for (Instant at = now; at.isBefore(end); at = layer.nextAfter(at).orElse(end)) {
            if (!layer.people(at).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static Schedule read(JsonNode schedule) {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        file.putArray("schedules").add(schedule.deepCopy());
        return ScheduleFiles.read(List.of(new FileText("schedules.yaml", YamlText.of(file)))).schedules().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a schedule that cannot be read: " + YamlText.of(file)));
    }
}
