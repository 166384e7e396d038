package io.tocsin.model.alert;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The labels and annotations that rules, routes and messages speak of: where an alert has too many, these are kept first.
 *
 * @param labels their names
 * @param annotations their names
 */
public record NamedFields(Set<String> labels, Set<String> annotations) {
    /** Nobody speaks of any. */
    public static final NamedFields NONE = new NamedFields(Set.of(), Set.of());

    public NamedFields {
        labels = Set.copyOf(labels);
        annotations = Set.copyOf(annotations);
    }

    /** Those among the fields of an alert, as {@code labels.team}. */
    public static NamedFields among(Collection<String> fields) {
        return new NamedFields(below("labels.", fields), below("annotations.", fields));
    }

    /** These and the others. */
    public NamedFields and(NamedFields others) {
        return new NamedFields(both(labels, others.labels), both(annotations, others.annotations));
    }

    private static Set<String> below(String prefix, Collection<String> fields) {
        return fields.stream()
                .filter(field -> field.startsWith(prefix))
                .map(field -> field.substring(prefix.length()))
                .collect(Collectors.toSet());
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }
}
