package io.tocsin.lint;

import java.util.List;
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
}
