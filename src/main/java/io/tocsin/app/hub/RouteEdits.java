package io.tocsin.app.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.MarkedYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What may become of the edit of a route file while the hub runs. Instances of templates are configuration, and are taken
 * over; templates and plain routes are code: half of what they need was read at the start, and they need a restart.
 *
 * @param hasTemplate whether the running hub has a template of this name
 * @param answersSenders whether the template of this name makes sources that senders post to
 */
record RouteEdits(Predicate<String> hasTemplate, Predicate<String> answersSenders) {

    /** Not a room: the jq and FreeMarker files of channels, which their templates read when a route is made. */
    static final String MESSAGES = "messages";

    private static final Set<String> CONFIGURATION = Set.of("receivers", "sources");

    /** Whether files of this room may be taken over at all. */
    boolean isConfiguration(String room) {
        return CONFIGURATION.contains(room);
    }

    /**
     * Whether a file of this room may change: a receiver's work waits in the store while it is swapped, and what a source
     * fetches waits in its queue or topic. A source that senders post to would answer them 404 for that moment, so one that
     * is there stays until a restart.
     *
     * @param used the text in use; empty for a new file
     */
    boolean mayChange(String room, Optional<String> used) {
        return room.equals("receivers")
                || used.map(text -> templates(text).stream().noneMatch(answersSenders))
                        .orElse(true);
    }

    /** Whether this text is nothing but instances of templates that the running hub has. */
    boolean hasInstancesOnly(String text) {
        return templates(text).stream().allMatch(hasTemplate);
    }

    /** The ids of the routes that such a file makes. */
    static List<String> routeIds(String text) {
        List<String> ids = new ArrayList<>();
        MarkedYaml.read("", text)
                .json()
                .forEach(entry ->
                        ids.add(entry.path("templatedRoute").path("routeId").asText("")));
        return ids;
    }

    /** The templates of a file that holds nothing but instances; of any other file something that is no template. */
    private static List<String> templates(String text) {
        try {
            JsonNode entries = MarkedYaml.read("", text).json();
            List<String> templates = new ArrayList<>();
            entries.forEach(entry -> templates.add(
                    entry.size() == 1
                            ? entry.path("templatedRoute")
                                    .path("routeTemplateRef")
                                    .asText("")
                            : ""));
            return entries.isArray() && !entries.isEmpty() ? templates : List.of("");
        } catch (InvalidFileException broken) {
            return List.of("");
        }
    }

    static Finding restart(String file, String edit) {
        return new Finding(
                file,
                0,
                edit,
                "a restart: templates, plain routes, channels' jq and FreeMarker, and changes of sources over HTTP take effect at the next start",
                "restart the hub when it suits, or take the edit back");
    }
}
