package io.tocsin.aws.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All events of several patterns in as few patterns as can be without letting in one more. */
final class Union {
    private Union() {}

    /** In an order that depends on nothing but what is in it. */
    static List<Events> of(List<Events> events) {
        List<Events> few = new ArrayList<>(events.stream().distinct().toList());
        while (removeCovered(few) || mergeTwo(few)) {
            // until neither finds anything
        }
        few.sort(Comparator.comparing(one -> one.pattern().toString()));
        return few;
    }

    private static boolean removeCovered(List<Events> few) {
        for (int i = 0; i < few.size(); i++) {
            for (int j = 0; j < few.size(); j++) {
                if (i != j && few.get(i).cover(few.get(j))) {
                    few.remove(j);
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean mergeTwo(List<Events> few) {
        for (int i = 0; i < few.size(); i++) {
            for (int j = i + 1; j < few.size(); j++) {
                Optional<Events> merged = merged(few.get(i), few.get(j));
                if (merged.isPresent()) {
                    few.set(i, merged.get());
                    few.remove(j);
                    return true;
                }
            }
        }
        return false;
    }

    /** Two that differ in one field are one with the values of both. */
    private static Optional<Events> merged(Events one, Events other) {
        if (!one.fields().keySet().equals(other.fields().keySet())) {
            return Optional.empty();
        }
        List<List<String>> different = one.fields().keySet().stream()
                .filter(path -> !one.fields().get(path).equals(other.fields().get(path)))
                .toList();
        if (different.size() != 1) {
            return Optional.empty();
        }
        List<String> path = different.get(0);
        return Optional.of(one.with(
                path, FieldValues.either(one.fields().get(path), other.fields().get(path))));
    }

    /**
     * The same events in patterns of at most so many characters.
     *
     * @throws IllegalArgumentException if one has a single value in every field and still is longer
     */
    static List<Events> split(Events events, int most) {
        if (events.pattern().toString().length() <= most) {
            return List.of(events);
        }
        List<String> path = events.fields().entrySet().stream()
                .filter(field -> field.getValue().size() > 1)
                .max(Comparator.comparingInt(
                        field -> field.getValue().toString().length()))
                .orElseThrow(() -> new IllegalArgumentException("the pattern " + events.pattern() + " has more than "
                        + most + " characters, which EventBridge does not take; make the rule's pattern shorter"))
                .getKey();
        List<JsonNode> values = List.copyOf(events.fields().get(path));
        int half = values.size() / 2;
        List<Events> parts = new ArrayList<>();
        for (List<JsonNode> part : List.of(values.subList(0, half), values.subList(half, values.size()))) {
            Set<JsonNode> these = FieldValues.sorted();
            these.addAll(part);
            parts.addAll(split(events.with(path, these), most));
        }
        return parts;
    }
}
