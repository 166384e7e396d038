package io.tocsin.source.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.answer.AnswerAct;
import io.tocsin.model.answer.CommentText;
import io.tocsin.source.chat.Pressed;
import io.tocsin.source.chat.Said;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What somebody wrote in reply to one of the hub's messages: a comment on its incident.
 *
 * @param message as Telegram has it: https://core.telegram.org/bots/api#message
 * @param incident which incident the message that they replied to tells of
 * @param text what they wrote
 */
record Reply(JsonNode message, String incident, String text) {

    private static final Pattern INCIDENT = Pattern.compile("(?<![0-9A-Za-z_])inc_[0-9a-z]{26}(?![0-9A-Za-z_])");

    /** Of the reactions that every chat allows, unless somebody forbade it. */
    private static final String WRITTEN = "✍";

    /**
     * Reads a message.
     *
     * @param bot the id of the hub's own bot; empty where that is not known, and any bot's message counts
     * @return empty where it is none of the hub's business
     */
    static Optional<Reply> read(JsonNode message, String bot) {
        JsonNode first = message.path("reply_to_message");
        JsonNode author = first.path("from");
        String text = CommentText.of(message.path("text").asText(""));
        boolean isToHub = author.path("is_bot").asBoolean()
                && (bot.isEmpty() || bot.equals(author.path("id").asText()));
        return text.isEmpty() || !isToHub || message.at("/from/is_bot").asBoolean()
                ? Optional.empty()
                : byButtons(first).or(() -> byFooter(first)).map(incident -> new Reply(message, incident, text));
    }

    private static Optional<String> byButtons(JsonNode message) {
        return message.path("reply_markup").findValuesAsText("callback_data").stream()
                .flatMap(says -> Pressed.button(says, List.of(), "").stream())
                .map(Pressed::incident)
                .findFirst();
    }

    /** Replies of the hub's own have no buttons; each message ends with a line that names its incident. */
    private static Optional<String> byFooter(JsonNode message) {
        String text = message.path("text").asText("").strip();
        return INCIDENT.matcher(text.substring(text.lastIndexOf('\n') + 1))
                .results()
                .map(MatchResult::group)
                .findFirst();
    }

    Pressed comment() {
        return new Pressed(
                AnswerAct.COMMENT,
                incident,
                text,
                List.of(message.at("/from/id").asText("")),
                "message " + bot() + " " + chat() + " " + id());
    }

    /** Whose message it replies to: each bot counts the messages of a private chat for itself. */
    private String bot() {
        return message.at("/reply_to_message/from/id").asText();
    }

    private String chat() {
        return message.at("/chat/id").asText();
    }

    private long id() {
        return message.path("message_id").asLong();
    }

    /** A sign at what they wrote, where it is kept: everybody reads that anyway; else why it is not. */
    Call answer(Said said) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("chat_id", message.at("/chat/id"));
        if (said.isShown()) {
            body.put("message_id", id());
            body.putArray("reaction").addObject().put("type", "emoji").put("emoji", WRITTEN);
            return new Call("setMessageReaction", body);
        }
        body.put("text", said.words());
        if (message.path("is_topic_message").asBoolean()) {
            body.set("message_thread_id", message.path("message_thread_id"));
        }
        body.putObject("reply_parameters").put("message_id", id()).put("allow_sending_without_reply", true);
        return new Call("sendMessage", body);
    }
}
