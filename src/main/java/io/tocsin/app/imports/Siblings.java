package io.tocsin.app.imports;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The routes below one, in their order, asked which of them an alert of another way may fit. They are filed by the values that they ask
 * for: of thousands that are told apart by a label few have to be looked at.
 */
final class Siblings {

    private final List<Way> ways;
    private final BitSet ending = new BitSet();
    private final Map<String, Map<String, List<Integer>>> byValue = new HashMap<>();
    private final BitSet rest = new BitSet();

    /**
     * @param ways theirs
     * @param goesOn which of them say {@code continue}, in the same order
     */
    Siblings(List<Way> ways, List<Boolean> goesOn) {
        this.ways = List.copyOf(ways);
        Map<String, Set<String>> asked = new HashMap<>();
        ways.forEach(way -> way.values().forEach((label, values) -> asked.computeIfAbsent(label, any -> new HashSet<>())
                .addAll(values)));
        for (int i = 0; i < ways.size(); i++) {
            ending.set(i, !goesOn.get(i));
            if (ways.get(i).wrong().isEmpty()) {
                file(i, asked);
            }
        }
    }

    private void file(int place, Map<String, Set<String>> asked) {
        Map<String, Set<String>> values = ways.get(place).values();
        Optional<String> label = values.keySet().stream()
                .max(Comparator.comparingInt((String one) -> asked.get(one).size())
                        .thenComparing(Comparator.naturalOrder()));
        label.ifPresentOrElse(
                one -> values.get(one).forEach(value -> byValue.computeIfAbsent(one, any -> new HashMap<>())
                        .computeIfAbsent(value, any -> new ArrayList<>())
                        .add(place)),
                () -> rest.set(place));
    }

    /** All whose alerts may be those of a way. */
    List<Way> meeting(Way way) {
        return filed(way).stream().mapToObj(ways::get).filter(way::mayMeet).toList();
    }

    /** Those of them that stand before a place, and after which no other is asked. */
    List<Way> endingBefore(int place, Way way) {
        BitSet before = filed(way);
        before.and(ending);
        before.clear(place, Math.max(place, before.length()));
        return before.stream().mapToObj(ways::get).filter(way::mayMeet).toList();
    }

    /** How many have to be looked at for a way. */
    int looked(Way way) {
        return filed(way).cardinality();
    }

    private BitSet filed(Way way) {
        BitSet found = (BitSet) rest.clone();
        byValue.forEach((label, byItsValue) -> {
            Set<String> own = way.values().get(label);
            if (own == null) {
                byItsValue.values().forEach(places -> places.forEach(found::set));
            } else {
                own.forEach(value -> byItsValue.getOrDefault(value, List.of()).forEach(found::set));
            }
        });
        return found;
    }
}
