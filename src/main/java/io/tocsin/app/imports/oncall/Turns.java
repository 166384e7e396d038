package io.tocsin.app.imports.oncall;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A rotation of another tool, by a clock on the wall.
 *
 * @param name what it is called there
 * @param level what is higher wins; those of one level are on call together
 * @param zone where the clock hangs
 * @param anchor when a first turn begins; where it is later than {@code from}, turns before it follow each other likewise
 * @param length of a turn, in whole hours
 * @param people whose turn it is, in order; an empty list is nobody's
 * @param from when it begins to count, perhaps within a turn
 * @param until when it ends
 * @param hours when it has somebody
 */
record Turns(
        String name,
        int level,
        ZoneId zone,
        LocalDateTime anchor,
        Duration length,
        List<List<String>> people,
        LocalDateTime from,
        Optional<LocalDateTime> until,
        WeekHours hours) {

    /** More a file may not have. */
    static final int MOST = 500;

    private static final long LONGEST = 9_999;

    /** Whether a file can say it. */
    boolean canBeWritten() {
        long minutes = length.toMinutes();
        return minutes >= 60
                && minutes % 60 == 0
                && (minutes / 60 <= LONGEST || minutes % 1440 == 0 && minutes / 1440 <= LONGEST)
                && people.size() <= MOST
                && people.stream().anyMatch(turn -> !turn.isEmpty());
    }

    /** Whether it is over at a time. */
    boolean isOver(java.time.Instant now) {
        return until.filter(end -> !end.atZone(zone).toInstant().isAfter(now)).isPresent();
    }

    /**
     * As layers of a schedule. There are two where it begins to count within a turn, and that is still to come.
     *
     * @param now what was before it need not be right
     * @param schedule the schedule's own clock
     */
    List<ObjectNode> layers(java.time.Instant now, ZoneId schedule) {
        long minutes = length.toMinutes();
        long number = Math.floorDiv(Duration.between(anchor, from).toMinutes(), minutes);
        LocalDateTime begin = anchor.plusMinutes(number * minutes);
        boolean isWithin = from.isAfter(begin) && from.atZone(zone).toInstant().isAfter(now);
        if (isWithin) {
            List<ObjectNode> both = new ArrayList<>();
            LocalDateTime next = begin.plusMinutes(minutes);
            List<String> first = rotated(number).get(0);
            boolean endsBefore = until.filter(end -> !end.isAfter(next)).isPresent();
            if (!first.isEmpty()) {
                both.add(
                        layer(name + "-first", from, List.of(first), endsBefore ? until : Optional.of(next), schedule));
            }
            if (!endsBefore) {
                both.add(layer(name, next, rotated(number + 1), until, schedule));
            }
            return both;
        }
        return List.of(
                number >= 0 && !from.atZone(zone).toInstant().isAfter(now)
                        ? layer(name, anchor, people, until, schedule)
                        : layer(name, begin, rotated(number), until, schedule));
    }

    private List<List<String>> rotated(long by) {
        List<List<String>> turns = new ArrayList<>(people);
        Collections.rotate(turns, -(int) Math.floorMod(by, (long) turns.size()));
        return turns;
    }

    private ObjectNode layer(
            String called,
            LocalDateTime starts,
            List<List<String>> turns,
            Optional<LocalDateTime> ends,
            ZoneId schedule) {
        ObjectNode layer = JsonNodeFactory.instance.objectNode().put("name", called);
        if (!zone.equals(schedule)) {
            layer.put("zone", zone.getId());
        }
        layer.put("starts", written(starts)).put("every", every());
        ArrayNode rotation = layer.putArray("rotation");
        for (List<String> turn : turns) {
            if (turn.size() == 1) {
                rotation.add(turn.get(0));
            } else {
                turn.forEach(rotation.addArray()::add);
            }
        }
        hours.json().ifPresent(some -> layer.set("hours", some));
        ends.ifPresent(end -> layer.put("ends", written(end)));
        return layer;
    }

    private String every() {
        long hour = length.toMinutes() / 60;
        if (hour == 24) {
            return "daily";
        }
        if (hour == 7 * 24) {
            return "weekly";
        }
        return hour % (7 * 24) == 0 ? hour / (7 * 24) + "w" : hour % 24 == 0 ? hour / 24 + "d" : hour + "h";
    }

    /** A time as a file has it. */
    static String written(LocalDateTime time) {
        return time.truncatedTo(ChronoUnit.MINUTES).toString();
    }
}
