package io.tocsin.source.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.source.chat.Chat;
import io.tocsin.source.chat.ChatDesk;
import io.tocsin.source.chat.ChatProtocol;
import io.tocsin.source.chat.Markdown;
import io.tocsin.source.chat.Pressed;
import io.tocsin.source.chat.Said;
import io.tocsin.source.protocol.Answer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Buttons of Discord's messages, by the interactions endpoint of an application:
 * https://docs.discord.com/developers/interactions/receiving-and-responding.
 */
public final class DiscordAnswers extends ChatProtocol {

    private static final int PING = 1;
    private static final int COMPONENT = 3;
    private static final int PONG = 1;
    /** A message below, here for the eyes of whoever pressed. */
    private static final int MESSAGE = 4;
    /** Nothing yet, or ever: the message is edited, or not. */
    private static final int EDITED_LATER = 6;

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
            default ->
                CompletableFuture.completedFuture(
                        whisper("This is nothing that the hub knows; its messages have buttons."));
        };
    }

    private CompletableFuture<ObjectNode> pressed(JsonNode interaction) {
        String id = interaction.path("id").asText("");
        JsonNode member = interaction.at("/member/user/id"); // in a server; else in a direct message
        String user = (member.isTextual() ? member : interaction.at("/user/id")).asText("");
        return id.isEmpty() || id.length() > LONGEST_ID
                ? CompletableFuture.completedFuture(of(EDITED_LATER))
                : Pressed.button(interaction.at("/data/custom_id").asText(""), List.of(user), id)
                        .map(pressed -> answers().take(pressed).thenApply(DiscordAnswers::told))
                        .orElseGet(() -> CompletableFuture.completedFuture(of(EDITED_LATER)));
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
