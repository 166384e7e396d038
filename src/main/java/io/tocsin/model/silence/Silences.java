package io.tocsin.model.silence;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The silences that are not over, asked which of them hides an alert. Immutable: a change makes another one, which shares the
 * index of most and tries the few that changed since one by one, until somebody has time to {@linkplain #compacted index}
 * them, too.
 */
public final class Silences {

    /** No silence. */
    public static final Silences NONE = of(List.of());

    private final Scoped<Silence> all;

    private Silences(Scoped<Silence> all) {
        this.all = all;
    }

    /** All of these, indexed. */
    public static Silences of(Collection<Silence> silences) {
        return new Silences(Scoped.of(silences, Silence::id, Silence::scope));
    }

    /** The same for who looks at times before some of them were made: each begins when it says, and not sooner. */
    public Silences inHindsight() {
        return of(all.all().stream().map(Silence::inHindsight).toList());
    }

    /** Those that hide the alert at that time: the one that does for longest. */
    public Optional<Silence> hiding(JsonNode alert, Instant now) {
        return longest(all.fitting(alert), now);
    }

    /** All that fit the alert, whenever they are active. */
    public List<Silence> fitting(JsonNode alert) {
        return all.fitting(alert).toList();
    }

    /** Of some that fit an alert the one that hides it for longest at that time. */
    public static Optional<Silence> longest(Stream<Silence> fitting, Instant now) {
        return fitting.filter(silence -> silence.isActive(now)).max(LONGEST);
    }

    /** The ids of all that hide the alert at that time, in their order. */
    public List<String> allHiding(JsonNode alert, Instant now) {
        return all.fitting(alert)
                .filter(silence -> silence.isActive(now))
                .map(Silence::id)
                .sorted()
                .toList();
    }

    private static final Comparator<Silence> LONGEST =
            Comparator.comparing(Silence::endsAt).thenComparing(Silence::id);

    /** The same with one more, or one that changed. */
    public Silences with(Silence silence) {
        return new Silences(all.with(silence));
    }

    /** The same without one. */
    public Silences without(String id) {
        return new Silences(all.without(id));
    }

    /** The one of that id, if it is one of them. */
    public Optional<Silence> find(String id) {
        return all.find(id);
    }

    /** The active one for just these alerts, whoever made it: of several the one that ends last. Looks at each. */
    public Optional<Silence> active(Scope scope, Instant now) {
        return all.all().stream()
                .filter(silence -> silence.isActive(now) && silence.scope().equals(scope))
                .max(LONGEST);
    }

    /** When the first of them ends. */
    public Optional<Instant> firstEnd() {
        return all.all().stream().map(Silence::endsAt).min(Comparator.naturalOrder());
    }

    /** Whether so many of them, or more, that are not over at that time are tried with each alert. */
    public boolean triesAlone(int many, Instant now) {
        return all.all().size() >= many
                && all.all().stream()
                                .filter(silence -> silence.state(now) != Silence.State.EXPIRED)
                                .filter(silence -> ScopeIndex.isTriedAlone(silence.scope()))
                                .limit(many)
                                .count()
                        == many;
    }

    /** How many of them are not over at that time. */
    public long count(Instant now) {
        return all.all().stream()
                .filter(silence -> silence.state(now) != Silence.State.EXPIRED)
                .count();
    }

    /** The same without those that are over at that time, indexed; this one where none is. */
    public Silences notOver(Instant now) {
        Scoped<Silence> left = all.only(silence -> silence.state(now) != Silence.State.EXPIRED);
        return left == all ? this : new Silences(left);
    }

    /** Whether so many changed that it is time for an index anew. */
    public boolean isScattered() {
        return all.isScattered();
    }

    /** The same, all of them indexed; takes a tenth of a second for thousands. */
    public Silences compacted() {
        return new Silences(all.compacted());
    }

    /** How many there are. */
    public int size() {
        return all.all().size();
    }
}
