package io.tocsin.check;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An endpoint as a route names it.
 *
 * @param place the {@code from}, {@code to} ... itself
 * @param uri its URI without the query; placeholders are still in it
 * @param options the query and the {@code parameters} map
 */
record EndpointText(Place place, String uri, Map<String, String> options) {
    private static final Set<String> USES =
            Set.of("from", "to", "toD", "wireTap", "enrich", "pollEnrich", "poll", "deadLetterUri");

    EndpointText {
        options = Map.copyOf(options);
    }

    /** Reads the endpoint at the place of a {@code to}: a text, or a map with {@code uri} and {@code parameters}. */
    static EndpointText at(Place place) {
        return of(
                place, place.node().isTextual() ? place.text() : place.at("uri").text());
    }

    /** The same endpoint with another URI: the one that its placeholders stand for. */
    EndpointText as(String resolved) {
        return of(place, resolved);
    }

    /** Every endpoint that is named somewhere in there. */
    static Stream<EndpointText> in(Place place) {
        return in(place.all());
    }

    /** Every endpoint among the places. */
    static Stream<EndpointText> in(Stream<Place> places) {
        return places.filter(use -> USES.contains(use.key()))
                .filter(use -> use.node().isTextual() || use.at("uri").node().isTextual())
                .map(EndpointText::at);
    }

    private static EndpointText of(Place place, String text) {
        Map<String, String> options = new LinkedHashMap<>();
        int question = text.indexOf('?');
        // {{?name}} is an optional placeholder and begins no query.
        boolean query = question > 0 && !text.startsWith("{{", question - 2);
        if (query) {
            for (String option : List.of(text.substring(question + 1).split("&"))) {
                String[] pair = option.split("=", 2);
                options.put(pair[0], pair.length < 2 ? "" : decoded(pair[1]));
            }
        }
        place.at("parameters").fields().forEach(field -> options.put(field.key(), field.text()));
        return new EndpointText(place, query ? text.substring(0, question) : text, options);
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return value;
        }
    }

    /** The component: {@code direct} of {@code direct:ops}. */
    String scheme() {
        int colon = uri.indexOf(':');
        return colon < 0 ? "" : uri.substring(0, colon);
    }

    /** What stands behind the component: {@code ops} of {@code direct:ops} and {@code direct://ops}. */
    String path() {
        return uri.substring(uri.indexOf(':') + 1).replaceFirst("^//", "");
    }

    /** An option's value; empty where it is not given. */
    String option(String name) {
        return options.getOrDefault(name, "");
    }

    /** Where the option is written; the endpoint where it is not written as a parameter. */
    Place optionPlace(String name) {
        Place option = place.at("parameters").at(name);
        return option.exists() ? option : place;
    }
}
