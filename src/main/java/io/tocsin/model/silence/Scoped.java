package io.tocsin.model.silence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Many things with a scope, asked which of them an alert fits. Immutable: a change makes another one, which shares the index of most and
 * tries the few that changed since one by one, until somebody has time to {@linkplain #compacted index} them, too.
 *
 * @param <T> what has a scope
 */
final class Scoped<T> {

    /** So many are tried one by one. */
    private static final int FEW = 64;

    private final Function<T, String> id;
    private final Function<T, Scope> scope;
    private final Map<String, T> all;
    private final ScopeIndex<String> index;
    private final Map<String, T> recent;

    private Scoped(
            Function<T, String> id,
            Function<T, Scope> scope,
            Map<String, T> all,
            ScopeIndex<String> index,
            Map<String, T> recent) {
        this.id = id;
        this.scope = scope;
        this.all = all;
        this.index = index;
        this.recent = recent;
    }

    /** All of these, indexed. */
    static <T> Scoped<T> of(Collection<T> things, Function<T, String> id, Function<T, Scope> scope) {
        Map<String, T> all = new HashMap<>();
        Map<String, Scope> scopes = new LinkedHashMap<>();
        things.forEach(one -> {
            all.put(id.apply(one), one);
            scopes.put(id.apply(one), scope.apply(one));
        });
        return new Scoped<>(id, scope, all, new ScopeIndex<>(scopes), Map.of());
    }

    /** Those that an alert fits, each once. */
    Stream<T> fitting(JsonNode alert) {
        if (all.isEmpty()) {
            return Stream.empty();
        }
        Stream<T> indexed = index.match(alert).stream()
                .filter(one -> !recent.containsKey(one))
                .flatMap(one -> Optional.ofNullable(all.get(one)).stream());
        Stream<T> tried =
                recent.values().stream().filter(one -> scope.apply(one).fits(alert));
        return Stream.concat(indexed, tried);
    }

    /** The same with one more, or one that changed. */
    Scoped<T> with(T thing) {
        Map<String, T> more = new HashMap<>(all);
        more.put(id.apply(thing), thing);
        Map<String, T> changed = new HashMap<>(recent);
        changed.put(id.apply(thing), thing);
        return new Scoped<>(id, scope, more, index, changed);
    }

    /** The same without one. */
    Scoped<T> without(String gone) {
        Map<String, T> fewer = new HashMap<>(all);
        fewer.remove(gone);
        Map<String, T> changed = new HashMap<>(recent);
        changed.remove(gone);
        return new Scoped<>(id, scope, fewer, index, changed);
    }

    /** The same with those alone that are to stay, indexed; this one where all are. */
    Scoped<T> only(Predicate<T> stays) {
        return all.values().stream().allMatch(stays)
                ? this
                : of(all.values().stream().filter(stays).toList(), id, scope);
    }

    /** The one of that id, if it is one of them. */
    Optional<T> find(String one) {
        return Optional.ofNullable(all.get(one));
    }

    /** All of them, in no order. */
    Collection<T> all() {
        return all.values();
    }

    /** Whether so many changed that it is time for an index anew. */
    boolean isScattered() {
        return recent.size() > FEW;
    }

    /** The same, all of them indexed; takes a tenth of a second for thousands. */
    Scoped<T> compacted() {
        return of(all.values(), id, scope);
    }
}
