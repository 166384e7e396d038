package io.tocsin.source.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.question.Choice;

/** The form in which somebody comments, on an incident or with an answer: https://docs.slack.dev/reference/views/modal-views. */
final class CommentForm {

    /** The most that Slack's field takes. */
    private static final int MOST = 3_000;

    private CommentForm() {}

    /** What {@code views.open} takes, for this incident and this click. */
    static ObjectNode of(Interaction asked) {
        return form(
                asked, Interaction.COMMENT, asked.incident(), "Comment", "Save", "What is to be known of the incident");
    }

    /** The same for an answer to a question. @param choice what is to be answered */
    static ObjectNode answer(Interaction asked, Choice choice) {
        String word = choice == Choice.APPROVE ? "Approve" : "Reject";
        return form(asked, Interaction.ANSWER, choice.word() + " " + asked.incident(), word, word, "Why");
    }

    private static ObjectNode form(
            Interaction asked, String callback, String about, String title, String submit, String label) {
        ObjectNode call = JsonNodeFactory.instance.objectNode().put("trigger_id", asked.trigger());
        ObjectNode view = call.putObject("view")
                .put("type", "modal")
                .put("callback_id", callback)
                .put("private_metadata", about);
        view.set("title", plain(title));
        view.set("submit", plain(submit));
        view.set("close", plain("Cancel"));
        ObjectNode field =
                view.putArray("blocks").addObject().put("type", "input").put("block_id", Interaction.FIELD);
        field.set("label", plain(label));
        field.putObject("element")
                .put("type", "plain_text_input")
                .put("action_id", Interaction.FIELD)
                .put("multiline", true)
                .put("max_length", MOST);
        return call;
    }

    private static ObjectNode plain(String text) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "plain_text")
                .put("text", text)
                .put("emoji", false);
    }
}
