package io.tocsin.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A route as it is written.
 *
 * @param head the {@code route} or {@code routeTemplate}, with its id and description
 * @param from what it consumes from, with its steps
 */
record RouteText(Place head, Place from) {
    private static final Pattern PARAMETER = Pattern.compile("\\{\\{(\\w+)}}");

    /** Its id; empty where it has none. */
    String id() {
        return head.at("id").text();
    }

    /** Its steps, in order. */
    List<Place> steps() {
        return from.at("steps").elements();
    }

    /** The endpoint it consumes from. */
    EndpointText source() {
        return EndpointText.at(from);
    }

    /** The parameters that a channel takes as its receivers' own destination, in order; empty where it takes none. */
    List<String> destination() {
        return PARAMETER
                .matcher(source().option("destination"))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /**
     * The first parameter of the destination, where an instance leaves all of them empty: it sends to addresses of people
     * alone.
     *
     * @param values what the instance gives
     */
    Optional<String> emptyDestination(Map<String, String> values) {
        List<String> names = destination();
        return names.stream().findFirst().filter(first -> names.stream()
                .allMatch(name -> value(name, values).isBlank()));
    }

    /** A parameter's value: what the instance gives, or the default; empty where neither says anything. */
    String value(String parameter, Map<String, String> values) {
        String byDefault = head.at("parameters").elements().stream()
                .filter(entry -> entry.at("name").text().equals(parameter))
                .map(entry -> entry.at("defaultValue").text())
                .findFirst()
                .orElse("");
        return values.getOrDefault(parameter, byDefault);
    }
}
