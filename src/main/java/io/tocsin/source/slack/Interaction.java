package io.tocsin.source.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What somebody did in Slack, in the words of the hub.
 *
 * @param wish what they want; empty where it is no business of the hub's, such as a click on a link
 * @param incident the hub's id of the incident
 * @param text what they wrote; empty where nothing
 * @param user Slack's id of them: names can be empty, and change
 * @param trigger Slack's id of this interaction; empty where it has none
 * @param once what tells this interaction from all others, the same in each of its retries
 * @param responseUrl where a word for their eyes alone goes; empty where there is no such place
 */
record Interaction(
        Optional<Wish> wish,
        String incident,
        String text,
        String user,
        String trigger,
        String once,
        String responseUrl) {

    /** What the hub's own elements begin with: an app may have others. */
    private static final String OURS = "tocsin";

    static final String COMMENT = "tocsin-comment";

    /** The block and the element of the form's only field. */
    static final String FIELD = "comment";

    /** What a click, or a form that was sent, is for. */
    enum Wish {
        ACKNOWLEDGE,
        UNACKNOWLEDGE,
        RESOLVE,
        SILENCE,
        /** A form for a comment. */
        ASK_COMMENT,
        /** That form, filled in. */
        COMMENT
    }

    /** Nobody wants anything. */
    private static Interaction nothing(String user) {
        return new Interaction(Optional.empty(), "", "", user, "", "", "");
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
        Optional<Wish> wish =
                switch (value[0]) {
                    case "acknowledge" -> Optional.of(Wish.ACKNOWLEDGE);
                    case "unacknowledge" -> Optional.of(Wish.UNACKNOWLEDGE);
                    case "resolve" -> Optional.of(Wish.RESOLVE);
                    case "silence" -> Optional.of(Wish.SILENCE);
                    case "comment" -> Optional.of(Wish.ASK_COMMENT);
                    default -> Optional.empty();
                };
        return action.path("action_id").asText("").startsWith(OURS) && value.length == 2
                ? new Interaction(
                        wish,
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
        if (!view.path("callback_id").asText().equals(COMMENT)) {
            return nothing(user);
        }
        String text = view.path("state")
                .path("values")
                .path(FIELD)
                .path(FIELD)
                .path("value")
                .asText("")
                .replace("\u0000", "")
                .strip();
        return new Interaction(
                Optional.of(Wish.COMMENT),
                view.path("private_metadata").asText(""),
                text,
                user,
                trigger(payload),
                once(payload),
                "");
    }
}
