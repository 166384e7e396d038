package io.tocsin.check;

import com.fasterxml.jackson.core.JsonPointer;
import io.tocsin.files.MarkedYaml;
import java.util.List;
import java.util.stream.Stream;

/**
 * One {@code *.camel.yaml}.
 *
 * @param room the folder it stands in: {@code channels}, {@code sources}, {@code pipeline} or {@code receivers}
 * @param yaml its content
 * @param places all values in it, in order, the whole file first: every rule asks for them
 */
record RouteFile(String room, MarkedYaml yaml, List<Place> places) {

    static RouteFile of(String room, MarkedYaml yaml) {
        return new RouteFile(
                room, yaml, new Place(yaml, JsonPointer.empty()).all().toList());
    }

    /** Its name as the user would type it. */
    String name() {
        return yaml.file();
    }

    /** The whole file. */
    Place root() {
        return places.get(0);
    }

    /** Every value in it of a field of this name. */
    Stream<Place> named(String field) {
        return places.stream().filter(place -> place.key().equals(field));
    }

    /** The entries at the top of the file of one kind: {@code route}, {@code routeTemplate}, {@code templatedRoute} ... */
    Stream<Place> top(String kind) {
        return root().elements().stream().map(entry -> entry.at(kind)).filter(Place::exists);
    }

    /** The routes that are none of a template. */
    List<RouteText> routes() {
        return Stream.concat(top("route"), top("from"))
                .map(place -> new RouteText(place, place.key().equals("from") ? place : place.at("from")))
                .toList();
    }

    /** The templates' routes. */
    List<RouteText> templates() {
        return top("routeTemplate")
                .map(place -> new RouteText(
                        place, place.at("route").exists() ? place.at("route").at("from") : place.at("from")))
                .toList();
    }
}
