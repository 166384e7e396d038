package io.tocsin.store.lane;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The rows that a lane has in hand and has not begun: the most urgent begin first, of those the one that came first. Each can be
 * taken out again until it begins.
 *
 * @param <T> a claimed row
 */
final class Waiting<T> {

    /**
     * One of them; two are never equal.
     */
    static final class Row<T> {
        final T row;
        final long urgency;
        final String subject;
        final long size;
        final Instant since;

        Row(T row, long urgency, String subject, long size, Instant since) {
            this.row = row;
            this.urgency = urgency;
            this.subject = subject;
            this.size = size;
            this.since = since;
        }
    }

    private final SortedMap<Long, Set<Row<T>>> byUrgency = new TreeMap<>();
    private final Map<String, List<Row<T>>> bySubject = new HashMap<>();

    void add(Row<T> row) {
        byUrgency.computeIfAbsent(row.urgency, level -> new LinkedHashSet<>()).add(row);
        if (!row.subject.isEmpty()) {
            bySubject.computeIfAbsent(row.subject, about -> new ArrayList<>(1)).add(row);
        }
    }

    /** Takes the one that begins next. */
    Optional<Row<T>> next() {
        Optional<Row<T>> first = byUrgency.values().stream()
                .filter(level -> !level.isEmpty())
                .findFirst()
                .map(level -> level.iterator().next());
        first.ifPresent(this::remove);
        return first;
    }

    /** Takes out what is about one of these. */
    List<Row<T>> about(Collection<String> subjects) {
        List<Row<T>> found = new ArrayList<>();
        for (String subject : subjects) {
            found.addAll(bySubject.getOrDefault(subject, List.of()));
        }
        found.forEach(this::remove);
        return found;
    }

    /** Takes out what came before this time. */
    List<Row<T>> before(Instant time) {
        return takeIf(row -> row.since.isBefore(time));
    }

    /** Takes out all. */
    List<Row<T>> all() {
        return takeIf(row -> true);
    }

    /** Whether one of them came before this time. */
    boolean hasBefore(Instant time) {
        return byUrgency.values().stream()
                .filter(level -> !level.isEmpty())
                .anyMatch(level -> level.iterator().next().since.isBefore(time));
    }

    private List<Row<T>> takeIf(Predicate<Row<T>> which) {
        List<Row<T>> found = byUrgency.values().stream()
                .flatMap(Collection::stream)
                .filter(which)
                .toList();
        found.forEach(this::remove);
        return found;
    }

    private void remove(Row<T> row) {
        byUrgency.get(row.urgency).remove(row);
        if (!row.subject.isEmpty()) {
            List<Row<T>> others = bySubject.get(row.subject);
            others.remove(row);
            if (others.isEmpty()) {
                bySubject.remove(row.subject);
            }
        }
    }
}
