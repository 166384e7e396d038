package io.tocsin.source.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.answer.AnswerAct;
import io.tocsin.model.answer.CommentText;
import io.tocsin.source.chat.Chat;
import io.tocsin.source.chat.ChatDesk;
import io.tocsin.source.chat.ChatProtocol;
import io.tocsin.source.chat.Markdown;
import io.tocsin.source.chat.Pressed;
import io.tocsin.source.chat.Said;
import io.tocsin.source.protocol.Answer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Buttons of Discord's messages and the form for a comment, by the interactions endpoint of an application:
 * https://docs.discord.com/developers/interactions/receiving-and-responding.
 */
public final class DiscordAnswers extends ChatProtocol {

    private static final int PING = 1;
    private static final int COMPONENT = 3;
    /** A form that somebody filled in. */
    private static final int FILLED_IN = 5;

    private static final int PONG = 1;
    /** A message below, here for the eyes of whoever pressed. */
    private static final int MESSAGE = 4;
    /** Nothing yet, or ever: the message is edited, or not. */
    private static final int EDITED_LATER = 6;

    private static final int FORM = 9;
    private static final int ROW = 1;
    private static final int TEXT = 4;
    private static final int PARAGRAPH = 2;
    private static final int MOST_TEXT = 4_000;

    private static final int EPHEMERAL = 64;
    private static final int LONGEST_ID = 64;

    /**
     * @param desk does what people want
     * @param work where what blocks is done; it may refuse what is too much
     */
    public DiscordAnswers(ChatDesk desk, Executor work) {
        super(new Chat("discord", "Discord", Markdown::plain), desk, work);
    }

    @Override
    protected CompletableFuture<Answer> answer(JsonNode interaction) {
        return take(interaction).thenApply(answer -> Answer.json(200, answer));
    }

    private CompletableFuture<ObjectNode> take(JsonNode interaction) {
        return switch (interaction.path("type").asInt()) {
            case PING -> CompletableFuture.completedFuture(of(PONG));
            case COMPONENT -> pressed(interaction);
            case FILLED_IN -> filledIn(interaction);
            default ->
                CompletableFuture.completedFuture(
                        whisper("This is nothing that the hub knows; its messages have buttons."));
        };
    }

    private CompletableFuture<ObjectNode> pressed(JsonNode interaction) {
        String says = says(interaction);
        String user = user(interaction);
        return Pressed.asksComment(says)
                .map(incident -> CompletableFuture.completedFuture(answers()
                        .refusal(List.of(user))
                        .map(DiscordAnswers::whisper)
                        .orElseGet(() -> form(says))))
                .or(() -> id(interaction)
                        .flatMap(id -> Pressed.button(says, List.of(user), id))
                        .map(pressed -> answers().take(pressed).thenApply(DiscordAnswers::told)))
                .orElseGet(() -> CompletableFuture.completedFuture(of(EDITED_LATER)));
    }

    private CompletableFuture<ObjectNode> filledIn(JsonNode interaction) {
        JsonNode field = interaction.path("data").path("components").findValue("value");
        String text = CommentText.of(field == null ? "" : field.asText(""));
        if (text.isEmpty()) {
            return CompletableFuture.completedFuture(whisper("Nothing is written."));
        }
        return Pressed.asksComment(says(interaction))
                .flatMap(incident -> id(interaction)
                        .map(id -> new Pressed(AnswerAct.COMMENT, incident, text, List.of(user(interaction)), id)))
                .map(comment -> answers().take(comment).thenApply(said -> whisper(said.words())))
                .orElseGet(() -> CompletableFuture.completedFuture(whisper("This form is none of the hub's.")));
    }

    private static String says(JsonNode interaction) {
        return interaction.at("/data/custom_id").asText("");
    }

    /** In a server; else in a direct message. */
    private static String user(JsonNode interaction) {
        JsonNode member = interaction.at("/member/user/id");
        return (member.isTextual() ? member : interaction.at("/user/id")).asText("");
    }

    private static Optional<String> id(JsonNode interaction) {
        return Optional.of(interaction.path("id").asText("")).filter(id -> !id.isEmpty() && id.length() <= LONGEST_ID);
    }

    /** In which somebody comments; it brings back what its button said. */
    private static ObjectNode form(String says) {
        ObjectNode answer = of(FORM);
        ObjectNode form = answer.putObject("data").put("custom_id", says).put("title", "Comment");
        form.putArray("components")
                .addObject()
                .put("type", ROW)
                .putArray("components")
                .addObject()
                .put("type", TEXT)
                .put("custom_id", "text")
                .put("style", PARAGRAPH)
                .put("label", "What is to be known of the incident")
                .put("max_length", MOST_TEXT)
                .put("required", true);
        return answer;
    }

    private static ObjectNode told(Said said) {
        return said.isShown() ? of(EDITED_LATER) : whisper(said.words());
    }

    private static ObjectNode of(int type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static ObjectNode whisper(String words) {
        ObjectNode answer = of(MESSAGE);
        ObjectNode data = answer.putObject("data").put("content", words).put("flags", EPHEMERAL);
        data.putObject("allowed_mentions").putArray("parse");
        return answer;
    }
}
