package io.tocsin.check;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Finding;
import io.tocsin.files.MarkedYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One value in a route file, there or not.
 *
 * @param yaml the file
 * @param where where in it
 * @param node the value; a missing node where there is none
 */
record Place(MarkedYaml yaml, JsonPointer where, JsonNode node) {

    /** What stands there in the file. */
    Place(MarkedYaml yaml, JsonPointer where) {
        this(yaml, where, yaml.json().at(where));
    }

    /** Whether there is such a value. */
    boolean exists() {
        return !node.isMissingNode();
    }

    /** The field of this name, there or not. */
    Place at(String field) {
        JsonPointer there = where.appendProperty(field);
        return node.isArray() ? new Place(yaml, there) : new Place(yaml, there, node.path(field));
    }

    /** The scalar as it is written; empty for anything else. */
    String text() {
        return node.asText("");
    }

    /** The name of the field that holds this value, or the index in a list. */
    String key() {
        return where.matches() ? "" : where.last().getMatchingProperty();
    }

    /** The name of the field that this value's nearest named surrounding has: {@code steps} for a step. */
    Place parent() {
        return new Place(yaml, where.head() == null ? where : where.head());
    }

    /** The elements of a list, in order. */
    List<Place> elements() {
        List<Place> places = new ArrayList<>();
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.add(new Place(yaml, where.appendIndex(i), node.path(i)));
        }
        return places;
    }

    /** The fields of an object, in order. */
    List<Place> fields() {
        List<Place> places = new ArrayList<>();
        node.properties()
                .forEach(field -> places.add(new Place(yaml, where.appendProperty(field.getKey()), field.getValue())));
        return places;
    }

    /** This value and everything in it, in the order of the file. */
    Stream<Place> all() {
        List<Place> places = new ArrayList<>();
        addTo(places);
        return places.stream();
    }

    private void addTo(List<Place> places) {
        places.add(this);
        elements().forEach(place -> place.addTo(places));
        fields().forEach(place -> place.addTo(places));
    }

    /** Everything in it that is the value of a field of this name. */
    Stream<Place> named(String field) {
        return all().filter(place -> place.key().equals(field));
    }

    /** A finding at this place's line. */
    Finding finding(String found, String expected, String fix) {
        return yaml.finding(where, found, expected, fix);
    }
}
