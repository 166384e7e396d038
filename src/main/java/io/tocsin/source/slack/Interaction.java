package io.tocsin.source.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Sha256;
import io.tocsin.model.answer.AnswerAct;
import io.tocsin.model.answer.CommentText;
import io.tocsin.model.question.Choice;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What somebody did in Slack, in the words of the hub.
 *
 * @param act what they want; empty where it is no business of the hub's, such as a click on a link
 * @param choosing what they answer to a question; empty where that is none
 * @param isForm whether it comes with a form that was filled in; a click for a comment is for the form
 * @param incident the hub's id of the incident, or of the question
 * @param text what they wrote; empty where nothing
 * @param user Slack's id of them: names can be empty, and change
 * @param trigger Slack's id of this interaction; empty where it has none
 * @param once what tells this interaction from all others, the same in each of its retries
 * @param responseUrl where a word for their eyes alone goes; empty where there is no such place
 */
record Interaction(
        Optional<AnswerAct> act,
        Optional<Choosing> choosing,
        boolean isForm,
        String incident,
        String text,
        String user,
        String trigger,
        String once,
        String responseUrl) {

    /** What the hub's own elements begin with: an app may have others. */
    private static final String OURS = "tocsin";

    static final String COMMENT = "tocsin-comment";

    /** The form of an answer to a question: its metadata is {@code <choice> <question>}. */
    static final String ANSWER = "tocsin-answer";

    /** What the menu's choices with a comment begin with. */
    private static final String COMMENTED = "comment-";

    /** The block and the element of the form's only field. */
    static final String FIELD = "comment";

    /**
     * An answer to a question.
     *
     * @param choice what
     * @param wantsForm whether they want to say why, in a form, before it counts
     */
    record Choosing(Choice choice, boolean wantsForm) {

        /** As the value of a button or of the menu says it. */
        static Optional<Choosing> ofWord(String word) {
            boolean commented = word.startsWith(COMMENTED);
            return Choice.ofWord(commented ? word.substring(COMMENTED.length()) : word)
                    .map(choice -> new Choosing(choice, commented));
        }
    }

    /** Whether it is no business of the hub's. */
    boolean isNothing() {
        return act.isEmpty() && choosing.isEmpty();
    }

    /** Nobody wants anything. */
    private static Interaction nothing(String user) {
        return new Interaction(Optional.empty(), Optional.empty(), false, "", "", user, "", "", "");
    }

    /**
     * Reads a payload: https://docs.slack.dev/reference/interaction-payloads.
     *
     * @param payload of any kind; one that the hub's messages do not cause is no wish
     */
    static Interaction read(JsonNode payload) {
        String user = payload.at("/user/id").asText("");
        return switch (payload.path("type").asText()) {
            case "block_actions" -> click(payload, user);
            case "view_submission" -> form(payload, user);
            default -> nothing(user);
        };
    }

    private static String trigger(JsonNode payload) {
        return payload.path("trigger_id").asText("");
    }

    /** Not every payload is promised a trigger. One that comes again is the same text, and a form that somebody corrected is not. */
    static String once(JsonNode payload) {
        String trigger = trigger(payload);
        return trigger.isEmpty() ? Sha256.hex(payload.toString().getBytes(StandardCharsets.UTF_8)) : trigger;
    }

    /** Slack's only action; its value is {@code <what> <incident>}. */
    private static Interaction click(JsonNode payload, String user) {
        JsonNode action = payload.at("/actions/0");
        JsonNode chosen = action.at("/selected_option/value");
        String[] value =
                (chosen.isTextual() ? chosen : action.path("value")).asText("").split(" ", 2);
        return action.path("action_id").asText("").startsWith(OURS) && value.length == 2
                ? new Interaction(
                        AnswerAct.ofWord(value[0]),
                        Choosing.ofWord(value[0]),
                        false,
                        value[1],
                        "",
                        user,
                        trigger(payload),
                        once(payload),
                        payload.path("response_url").asText(""))
                : nothing(user);
    }

    private static Interaction form(JsonNode payload, String user) {
        JsonNode view = payload.path("view");
        String callback = view.path("callback_id").asText();
        if (!callback.equals(COMMENT) && !callback.equals(ANSWER)) {
            return nothing(user);
        }
        String[] about = view.path("private_metadata").asText("").split(" ", 2);
        boolean isAnswer = callback.equals(ANSWER);
        String text = CommentText.of(
                view.at("/state/values").path(FIELD).path(FIELD).path("value").asText(""));
        return new Interaction(
                isAnswer ? Optional.empty() : Optional.of(AnswerAct.COMMENT),
                isAnswer ? Choosing.ofWord(about[0]) : Optional.empty(),
                true,
                about[about.length - 1],
                text,
                user,
                trigger(payload),
                once(payload),
                "");
    }
}
