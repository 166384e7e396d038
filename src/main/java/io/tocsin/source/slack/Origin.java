package io.tocsin.source.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From where clicks are taken: in a channel that is shared with others, people of other workspaces click, too.
 *
 * @param workspaces Slack's ids of them; none where all are taken
 * @param apps ids of the app; none where any will do
 */
record Origin(Set<String> workspaces, Set<String> apps) {

    static final Origin ANY = new Origin(Set.of(), Set.of());

    /**
     * Why it is not taken, for the eyes of whoever clicked; empty where it is.
     *
     * @param payload says where the click was ({@code team}, of a command {@code team_id}) and where who clicked is at home ({@code user}); each that it names
     *     has to be one of the workspaces, and one has to be named
     */
    Optional<String> refusal(JsonNode payload) {
        String app = payload.path("api_app_id").asText("");
        if (!apps.isEmpty() && !apps.contains(app)) {
            return Optional.of("This comes from another app than the one that may answer here.");
        }
        Set<String> from = Stream.of(payload.at("/team/id"), payload.at("/user/team_id"), payload.path("team_id"))
                .map(id -> id.asText(""))
                .filter(id -> !id.isEmpty() && !id.equals("null"))
                .collect(Collectors.toSet());
        return workspaces.isEmpty() || !from.isEmpty() && workspaces.containsAll(from)
                ? Optional.empty()
                : Optional.of("Your workspace is none whose people may answer here.");
    }
}
