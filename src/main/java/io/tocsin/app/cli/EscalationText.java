package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** How far an escalation is, for a person. */
final class EscalationText {

    private static final int WIDE = 300;

    private EscalationText() {}

    /** Which step it has taken, or how it has ended. */
    static String how(JsonNode escalation) {
        String state = text(escalation, "state");
        String pass = escalation.path("pass").asInt() > 1 ? ", pass " + text(escalation, "pass") : "";
        String raised = escalation.has("raised") ? ", raised to " + text(escalation, "raised") : "";
        return switch (state) {
                    case "running" -> "step " + text(escalation, "step") + pass;
                    case "unanswered" -> "NOBODY HAS ANSWERED, all steps were taken";
                    default -> state + " after step " + text(escalation, "step") + pass;
                }
                + raised;
    }

    /** Whom its last step paged; a line for each. */
    static List<String> paged(JsonNode escalation) {
        List<String> lines = new ArrayList<>();
        escalation
                .path("paged")
                .forEach(page ->
                        lines.add(text(page, "who") + (page.path("reached").asBoolean() ? "" : ", not reached")));
        return lines;
    }

    /** What people are sent later by their own rules; a line for each. */
    static List<String> later(JsonNode escalation) {
        List<String> lines = new ArrayList<>();
        escalation
                .path("later")
                .forEach(later -> lines.add("%s by %s at %s unless somebody answers"
                        .formatted(text(later, "person"), text(later, "via"), text(later, "at"))));
        return lines;
    }

    private static String text(JsonNode node, String field) {
        return TerminalText.line(node.path(field).asText(""), WIDE);
    }
}
