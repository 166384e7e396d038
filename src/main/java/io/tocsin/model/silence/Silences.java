package io.tocsin.model.silence;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The silences that are not over, asked which of them hides an alert. Immutable: a change makes another one, which shares the
 * index of most and tries the few that changed since one by one, until somebody has time to {@linkplain #compacted index}
 * them, too.
 */
public final class Silences {

    /** No silence. */
    public static final Silences NONE = of(List.of());

    /** So many are tried one by one. */
    private static final int FEW = 64;

    private final Map<String, Silence> all;
    private final ScopeIndex<String> index;
    private final Map<String, Silence> recent;

    private Silences(Map<String, Silence> all, ScopeIndex<String> index, Map<String, Silence> recent) {
        this.all = all;
        this.index = index;
        this.recent = recent;
    }

    /** All of these, indexed. */
    public static Silences of(Collection<Silence> silences) {
        Map<String, Silence> all = new HashMap<>();
        Map<String, Scope> scopes = new LinkedHashMap<>();
        silences.forEach(silence -> {
            all.put(silence.id(), silence);
            scopes.put(silence.id(), silence.scope());
        });
        return new Silences(all, new ScopeIndex<>(scopes), Map.of());
    }

    /** Those that hide the alert at that time: the one that does for longest. */
    public Optional<Silence> hiding(JsonNode alert, Instant now) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Optional<Silence> indexed = index.match(alert).stream()
                .filter(id -> !recent.containsKey(id))
                .flatMap(id -> Optional.ofNullable(all.get(id)).stream())
                .filter(silence -> silence.isActive(now))
                .max(LONGEST);
        Optional<Silence> tried = recent.values().stream()
                .filter(silence -> silence.isActive(now) && silence.scope().fits(alert))
                .max(LONGEST);
        return indexed.filter(one ->
                        tried.filter(other -> LONGEST.compare(other, one) > 0).isEmpty())
                .or(() -> tried);
    }

    private static final Comparator<Silence> LONGEST =
            Comparator.comparing(Silence::endsAt).thenComparing(Silence::id);

    /** The same with one more, or one that changed. */
    public Silences with(Silence silence) {
        Map<String, Silence> more = new HashMap<>(all);
        more.put(silence.id(), silence);
        Map<String, Silence> changed = new HashMap<>(recent);
        changed.put(silence.id(), silence);
        return new Silences(more, index, changed);
    }

    /** The same without one. */
    public Silences without(String id) {
        Map<String, Silence> fewer = new HashMap<>(all);
        fewer.remove(id);
        Map<String, Silence> changed = new HashMap<>(recent);
        changed.remove(id);
        return new Silences(fewer, index, changed);
    }

    /** The one of that id, if it is one of them. */
    public Optional<Silence> find(String id) {
        return Optional.ofNullable(all.get(id));
    }

    /** When the first of them ends. */
    public Optional<Instant> firstEnd() {
        return all.values().stream().map(Silence::endsAt).min(Comparator.naturalOrder());
    }

    /** Whether so many of them, or more, that are not over at that time are tried with each alert. */
    public boolean triesAlone(int many, Instant now) {
        return all.size() >= many
                && all.values().stream()
                                .filter(silence -> silence.state(now) != Silence.State.EXPIRED)
                                .filter(silence -> ScopeIndex.isTriedAlone(silence.scope()))
                                .limit(many)
                                .count()
                        == many;
    }

    /** How many of them are not over at that time. */
    public long count(Instant now) {
        return all.values().stream()
                .filter(silence -> silence.state(now) != Silence.State.EXPIRED)
                .count();
    }

    /** The same without those that are over at that time, indexed; this one where none is. */
    public Silences notOver(Instant now) {
        return count(now) == all.size()
                ? this
                : of(all.values().stream()
                        .filter(silence -> silence.state(now) != Silence.State.EXPIRED)
                        .toList());
    }

    /** Whether so many changed that it is time for an index anew. */
    public boolean isScattered() {
        return recent.size() > FEW;
    }

    /** The same, all of them indexed; takes a tenth of a second for thousands. */
    public Silences compacted() {
        return of(all.values());
    }

    /** How many there are. */
    public int size() {
        return all.size();
    }
}
