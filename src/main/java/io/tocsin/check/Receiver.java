package io.tocsin.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An instance of a route template, as its file writes it.
 *
 * @param place the {@code templatedRoute}
 * @param template the template it is made of
 * @param parameters what it gives to the template
 */
record Receiver(Place place, String template, Map<String, String> parameters) {

    static Receiver at(Place place) {
        Map<String, String> parameters = new LinkedHashMap<>();
        place.at("parameters")
                .elements()
                .forEach(entry -> parameters.put(
                        entry.at("name").text(), entry.at("value").text()));
        return new Receiver(place, place.at("routeTemplateRef").text(), parameters);
    }

    /** Its name, as rules write it; empty for an instance that is no receiver. */
    Optional<String> name() {
        return Optional.ofNullable(parameters.get("receiver"));
    }

    /** Where a parameter's value is written; the instance where it is not. */
    Place parameter(String name) {
        return place.at("parameters").elements().stream()
                .filter(entry -> entry.at("name").text().equals(name))
                .map(entry -> entry.at("value"))
                .findFirst()
                .orElse(place);
    }
}
