package io.tocsin.pipeline.simulate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What two simulations of one story say differently. Both are gone through side by side; what both say at the same time is
 * forgotten at once.
 */
public final class Differences {

    /** So many that are left over on each side are compared with each other; the rest is only counted. */
    private static final int MOST = 50_000;

    /** What an edit does to a notice. */
    public enum Change {
        /** Somebody is notified who would not have been. */
        MORE,
        /** Somebody is not notified any more. */
        LESS,
        /** The same notice, sooner or later. */
        OTHER_TIME,
        /** The same notice, to somebody else. */
        OTHER_ADDRESS,
        /** A notice at the same time to the same address that says something else. */
        OTHER_CONTENT
    }

    /**
     * One difference.
     *
     * @param before as the rules in use have it; empty where somebody is notified of more
     * @param after as the edited rules have it; empty where somebody is notified of less
     */
    public record Difference(Change change, Optional<Line.Notified> before, Optional<Line.Notified> after) {

        /** When, by the edited rules if they say so. */
        public Instant at() {
            return after.or(() -> before).orElseThrow().at();
        }
    }

    private final Side before = new Side();
    private final Side after = new Side();
    private Instant now = Instant.MIN;
    private long uncompared;

    private static final class Side {
        private final Map<Object, List<Line.Notified>> fresh = new HashMap<>();
        private final List<Line.Notified> left = new ArrayList<>();
        private long notified;
    }

    /** Takes what the rules in use say. */
    public void before(Line line) {
        take(before, line);
    }

    /** Takes what the edited rules say. */
    public void after(Line line) {
        take(after, line);
    }

    /** How many notices the rules in use made. */
    public long notifiedBefore() {
        return before.notified;
    }

    /** How many notices the edited rules made. */
    public long notifiedAfter() {
        return after.notified;
    }

    /** How many differences were only counted, since there are so many. */
    public long uncompared() {
        return uncompared;
    }

    private void take(Side side, Line line) {
        if (line instanceof Line.Notified notified) {
            side.notified++;
            side.fresh.computeIfAbsent(all(notified), key -> new ArrayList<>()).add(notified);
        }
    }

    /** Both sides have said all up to a time. */
    public void reached(Instant time) {
        if (time.isAfter(now)) {
            now = time;
            sameTime();
        }
    }

    private void sameTime() {
        before.fresh.forEach((key, lines) -> {
            List<Line.Notified> others = after.fresh.getOrDefault(key, new ArrayList<>());
            int both = Math.min(lines.size(), others.size());
            keep(before, lines.subList(both, lines.size()));
            keep(after, others.subList(both, others.size()));
            after.fresh.remove(key);
        });
        after.fresh.values().forEach(lines -> keep(after, lines));
        before.fresh.clear();
        after.fresh.clear();
    }

    private void keep(Side side, List<Line.Notified> lines) {
        int room = Math.max(0, MOST - side.left.size());
        side.left.addAll(lines.subList(0, Math.min(room, lines.size())));
        uncompared += Math.max(0, lines.size() - room);
    }

    /** All differences, in the order of time. To be asked once. */
    public List<Difference> all() {
        sameTime();
        List<Difference> all = new ArrayList<>();
        pair(all, Change.OTHER_TIME, line -> List.of(line.to(), content(line)), (one, other) -> true);
        pair(all, Change.OTHER_ADDRESS, line -> List.of(line.at(), content(line)), (one, other) -> true);
        pair(all, Change.OTHER_CONTENT, line -> List.of(line.at(), line.to()), Differences::isOfOne);
        before.left.forEach(line -> all.add(new Difference(Change.LESS, Optional.of(line), Optional.empty())));
        after.left.forEach(line -> all.add(new Difference(Change.MORE, Optional.empty(), Optional.of(line))));
        all.sort(Comparator.comparing(Difference::at));
        return all;
    }

    private static Object all(Line.Notified line) {
        return List.of(line.at(), line.to(), content(line));
    }

    private static Object content(Line.Notified line) {
        return List.of(line.kind(), line.severity(), line.title(), line.firing(), line.over(), line.more());
    }

    /** Whether both are about an alert in common. */
    private static boolean isOfOne(Line.Notified one, Line.Notified other) {
        return one.alerts().stream().anyMatch(other.alerts()::contains);
    }

    private void pair(
            List<Difference> all,
            Change change,
            Function<Line.Notified, Object> key,
            BiPredicate<Line.Notified, Line.Notified> fits) {
        Map<Object, List<Line.Notified>> open = new LinkedHashMap<>();
        after.left.forEach(line -> open.computeIfAbsent(key.apply(line), fresh -> new ArrayList<>())
                .add(line));
        List<Line.Notified> unpaired = new ArrayList<>();
        Set<Line.Notified> paired = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Line.Notified line : before.left) {
            List<Line.Notified> candidates = open.getOrDefault(key.apply(line), List.of());
            Optional<Line.Notified> other =
                    candidates.stream().filter(one -> fits.test(line, one)).findFirst();
            if (other.isPresent()) {
                candidates.remove(other.get());
                paired.add(other.get());
                all.add(new Difference(change, Optional.of(line), other));
            } else {
                unpaired.add(line);
            }
        }
        before.left.clear();
        before.left.addAll(unpaired);
        after.left.removeIf(paired::contains);
    }
}
