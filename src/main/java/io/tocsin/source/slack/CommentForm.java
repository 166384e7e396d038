package io.tocsin.source.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The form in which somebody comments: https://docs.slack.dev/reference/views/modal-views. */
final class CommentForm {

    /** The most that Slack's field takes. */
    private static final int MOST = 3_000;

    private CommentForm() {}

    /** What {@code views.open} takes, for this incident and this click. */
    static ObjectNode of(Interaction asked) {
        ObjectNode call = JsonNodeFactory.instance.objectNode().put("trigger_id", asked.trigger());
        ObjectNode view = call.putObject("view")
                .put("type", "modal")
                .put("callback_id", Interaction.COMMENT)
                .put("private_metadata", asked.incident());
        view.set("title", plain("Comment"));
        view.set("submit", plain("Save"));
        view.set("close", plain("Cancel"));
        ObjectNode field =
                view.putArray("blocks").addObject().put("type", "input").put("block_id", Interaction.FIELD);
        field.set("label", plain("What is to be known of the incident"));
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
