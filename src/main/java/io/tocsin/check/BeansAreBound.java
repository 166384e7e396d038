package io.tocsin.check;

import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@code process: ref} or {@code #bean} that names nothing. */
final class BeansAreBound implements RouteRule {

    @Override
    public List<Finding> check(RouteFiles files) {
        Set<String> bound = Stream.concat(
                        files.beans().stream(),
                        files.files().stream()
                                .flatMap(file -> file.named("beans"))
                                .flatMap(beans -> beans.elements().stream())
                                .map(bean -> bean.at("name").text()))
                .collect(Collectors.toCollection(TreeSet::new));
        List<Finding> findings = new ArrayList<>();
        files.files().stream().flatMap(file -> file.places().stream()).forEach(place -> reference(place)
                .filter(name -> !name.contains("{{") && !bound.contains(name))
                .ifPresent(name -> findings.add(place.finding(
                        "the bean `" + name + "`",
                        "one of " + String.join(", ", bound),
                        NearestWord.of(name, bound)
                                .map(near -> "did you mean `" + near + "`?")
                                .orElse("add it to `beans:` in this file")))));
        return findings;
    }

    private static Optional<String> reference(Place place) {
        if (!place.node().isTextual()) {
            return Optional.empty();
        }
        if (place.key().equals("ref") && place.parent().key().equals("process")) {
            return Optional.of(place.text().replaceFirst("^#(bean:)?", ""));
        }
        if (place.text().matches("#(bean:)?[A-Za-z_][\\w-]*") && !isProse(place)) {
            return Optional.of(place.text().replaceFirst("^#(bean:)?", ""));
        }
        return Optional.empty();
    }

    /** A receiver's parameter may be a Slack channel (#alerts), which is no bean. */
    private static boolean isProse(Place place) {
        return Set.of("description", "note", "value", "defaultValue", "constant", "expression")
                .contains(place.key());
    }
}
