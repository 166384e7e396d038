package io.tocsin.app.api;

import io.tocsin.model.token.Role;
import io.vertx.ext.web.Route;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a path of the API asks for, noted at its route, so that a test can go through all routes of a hub and no path can be there that says
 * nothing.
 *
 * @param path as it is mounted
 * @param needs for each method what it asks for: a role's word, or one of {@link #NOTHING}, {@link #LINK}, {@link #SOURCE}
 */
record Mounted(String path, Map<String, String> needs) {

    /** Anybody may ask; who has a token may be told more. */
    static final String NOTHING = "nothing";

    /** The path itself has the secret. */
    static final String LINK = "link";

    /** A token of its source, or one for the API. */
    static final String SOURCE = "source or viewer";

    private static final String KEY = "tocsin.mounted";

    static Mounted of(String path, Map<String, Endpoint> methods) {
        Map<String, String> needs = new TreeMap<>();
        methods.forEach((method, endpoint) -> needs.put(method, endpoint.role().word()));
        return new Mounted(path, needs);
    }

    static Mounted get(String path, String needs) {
        return new Mounted(path, Map.of("GET", needs));
    }

    static Mounted get(String path, Role role) {
        return get(path, role.word());
    }

    /** The operation as people are told it: {@code GET /v1/silences/{id}}. */
    String operation(String method) {
        return method + " " + shown();
    }

    /** The path with its parameters in braces. */
    String shown() {
        return path.replaceAll("\\(\\?<([a-z]+)>.*\\)", "{$1}").replaceAll(":([a-z]+)", "{$1}");
    }

    Route note(Route route) {
        return route.putMetadata(KEY, this);
    }

    /** What was noted at a route; empty where it is none of the API's. */
    static Optional<Mounted> at(Route route) {
        return Optional.ofNullable(route.getMetadata(KEY));
    }
}
