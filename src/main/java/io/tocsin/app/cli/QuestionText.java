package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;

/** A question for a person. */
final class QuestionText {

    private static final int WIDE = 300;

    private QuestionText() {}

    /** How it stands, with how far its answer is on its way. */
    static String state(JsonNode question) {
        String telling = question.path("telling").asText();
        return question.path("state").asText()
                + (telling.equals("pending") ? ", being told" : telling.equals("failed") ? ", not taken" : "");
    }

    /** All of it. @param now tells how long ago things were */
    static void print(JsonNode question, PrintWriter out, Instant now) {
        out.println(text(question, "id") + "  " + state(question) + ", " + text(question, "severity"));
        out.println("  " + text(question, "title"));
        question.path("text").asText().lines().forEach(line -> out.println("  " + TerminalText.line(line, WIDE)));
        question.path("labels")
                .properties()
                .forEach(label -> out.println("  " + TerminalText.line(label.getKey(), WIDE) + ": "
                        + TerminalText.line(label.getValue().asText(), WIDE)));
        question.path("links").forEach(link -> out.println("  " + text(link, "text") + ": " + text(link, "href")));
        out.println("  asked " + Ago.both(text(question, "askedAt"), now) + ", until "
                + Ago.both(text(question, "until"), now));
        int approvals = question.path("approvals").asInt(1);
        out.println("  may answer: " + text(question, "by")
                + (approvals > 1 ? "; " + approvals + " have to approve" : "")
                + (question.path("notWhoPushed").asBoolean() ? "; not who started it" : ""));
        if (question.has("outcome")) {
            out.println("  " + text(question, "outcome"));
        }
        Table answers = new Table("ANSWERED", "BY", "CHOICE", "THROUGH", "COMMENT");
        question.path("answers")
                .forEach(one -> answers.row(
                        Ago.both(text(one, "at"), now),
                        text(one, "by"),
                        text(one, "choice"),
                        text(one, "through"),
                        text(one, "comment")));
        out.println();
        answers.print(out);
    }

    private static String text(JsonNode node, String field) {
        return TerminalText.line(node.path(field).asText(""), WIDE);
    }
}
