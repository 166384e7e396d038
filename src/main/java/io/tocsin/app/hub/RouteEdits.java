package io.tocsin.app.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.MarkedYaml;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What may become of the edit of a route file while the hub runs. Instances of templates are configuration, and are taken
 * over; templates and plain routes are code: half of what they need was read at the start, and they need a restart.
 *
 * @param hasTemplate whether the running hub has a template of this name
 */
record RouteEdits(Predicate<String> hasTemplate) {

    /** Not a room: the jq and FreeMarker files of channels, which their templates read when a route is made. */
    static final String MESSAGES = "messages";

    private static final Set<String> CONFIGURATION = Set.of("receivers", "sources");

    /** Whether files of this room may be taken over at all. */
    boolean isConfiguration(String room) {
        return CONFIGURATION.contains(room);
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

    /** Those entries of such a file that make these routes. */
    static String only(Collection<String> routeIds, String text) {
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        MarkedYaml.read("", text).json().forEach(entry -> {
            if (routeIds.contains(entry.path("templatedRoute").path("routeId").asText(""))) {
                entries.add(entry);
            }
        });
        return entries.toString();
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

    /** What becomes of a room's work once a file of it is gone. */
    static String after(String room) {
        return room.equals("sources")
                ? "nothing more is fetched for its sources; what is posted under their names is met as for any source without a"
                        + " file: with a token, and without limits of its own"
                : "what waits for its receivers is kept";
    }

    static Finding restart(String file, String edit) {
        return new Finding(
                file,
                0,
                edit,
                "a restart: templates, plain routes, channels' jq and FreeMarker take effect at the next start",
                "restart the hub when it suits, or take the edit back");
    }
}
