package io.tocsin.source.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.answer.AnswerAct;
import java.time.Instant;
import java.util.Optional;

/**
 * Webhooks of Jira that an administrator sets up: https://developer.atlassian.com/cloud/jira/platform/webhooks. An issue's status is in
 * one of three categories, whatever its project calls it: in progress is acknowledged, done is resolved, to do is neither any more.
 */
final class JiraNews implements TicketNews {

    /** As a receiver's issues have it. */
    private static final String LABEL = "tocsin-inc_";

    @Override
    public Read read(JsonNode payload) {
        JsonNode changelog = payload.path("changelog");
        JsonNode user = payload.path("user");
        if (!payload.has("webhookEvent")) {
            return new Read.Strange("expected a webhook of Jira, with webhookEvent");
        }
        if (changelog.path("id").asText().isEmpty() || !changesStatus(changelog.path("items"))) {
            return new Read.Left("the issue's status is as it was");
        }
        String category = payload.at("/issue/fields/status/statusCategory/key").asText();
        Optional<AnswerAct> act = act(category);
        if (act.isEmpty()) {
            return new Read.Left("the issue's status has the category " + category + ", which says nothing here");
        }
        return incident(payload.at("/issue/fields/labels"))
                .<Read>map(incident -> new Read.Done(new TicketAct(
                        act.get(),
                        incident,
                        user.path("accountId").asText(user.path("name").asText()),
                        user.path("displayName").asText(),
                        "",
                        changelog.path("id").asText(),
                        time(payload),
                        changelog.path("id").asLong(0))))
                .orElseGet(() -> new Read.Left("the issue has no label of a hub's incident, or two"));
    }

    private static boolean changesStatus(JsonNode items) {
        for (JsonNode item : items) {
            if (item.path("field").asText().equals("status")) {
                return true;
            }
        }
        return false;
    }

    private static Optional<AnswerAct> act(String category) {
        return switch (category) {
            case "done" -> Optional.of(AnswerAct.RESOLVE);
            case "indeterminate" -> Optional.of(AnswerAct.ACKNOWLEDGE);
            case "new" -> Optional.of(AnswerAct.UNACKNOWLEDGE);
            default -> Optional.empty();
        };
    }

    private static Optional<String> incident(JsonNode labels) {
        StringBuilder ours = new StringBuilder();
        for (JsonNode label : labels) {
            if (label.asText().startsWith(LABEL)) {
                ours.append(' ').append(label.asText());
            }
        }
        return TicketAct.incidentOf(ours.toString());
    }

    /** Of the issue as it is shown, whose status is what counts; else of the webhook. */
    private static Optional<Instant> time(JsonNode payload) {
        JsonNode millis = payload.path("timestamp");
        return TicketAct.time(payload.at("/issue/fields/updated").asText())
                .or(() -> millis.isIntegralNumber()
                        ? Optional.of(Instant.ofEpochMilli(millis.asLong()))
                        : Optional.empty());
    }
}
