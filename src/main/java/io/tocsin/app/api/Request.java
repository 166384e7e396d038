package io.tocsin.app.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an endpoint sees of a request.
 *
 * @param path the parameters in its path
 * @param query the parameters after its path, each once
 * @param queries the same, with all the values of those that are said more than once
 * @param body its JSON; an empty object where it has none
 * @param token the name of the admin token that it came with; empty where the endpoint needs none and it has none
 */
record Request(
        Map<String, String> path,
        Map<String, String> query,
        Map<String, List<String>> queries,
        ObjectNode body,
        String token) {

    private static final int MOST_OF_A_PAGE = 1_000;

    /** Whether it came with an admin token. */
    boolean isAdmin() {
        return !token.isEmpty();
    }

    /** A parameter of the path. */
    String id() {
        return path.get("id");
    }

    /** A parameter after the path, empty where it is not there. */
    Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    /** All values of a parameter after the path; none where it is not there. */
    List<String> queries(String name) {
        return queries.getOrDefault(name, List.of());
    }

    /** How long a page of a list may be: {@code limit}, or so many where it is not said, and 1,000 at most. */
    int limit(int standard) {
        return Math.min(query("limit").map(Filters::limit).orElse(standard), MOST_OF_A_PAGE);
    }

    /** What a parameter's word means. @param standard the word where it is not there */
    <T> T oneOf(String name, String standard, Map<String, T> words) {
        String word = query(name).orElse(standard);
        if (!words.containsKey(word)) {
            throw RefusedException.badRequest(name + " is " + word + "; expected one of "
                    + String.join(", ", words.keySet().stream().sorted().toList()) + ".");
        }
        return words.get(word);
    }

    /** Refuses what nobody understands: a misspelt filter must not silently mean everything. */
    void allowQuery(Set<String> known) {
        query.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw RefusedException.badRequest("There is no parameter " + name + "; expected one of "
                            + String.join(", ", known.stream().sorted().toList()) + ".");
                });
    }

    /** Who asks, for the audit: the name that the caller gives ({@code as}), if any, and the token. */
    String actor() {
        String name = body.path("as").asText("").strip();
        return name.isEmpty() ? token : name.substring(0, Math.min(100, name.length())) + " (" + token + ")";
    }
}
