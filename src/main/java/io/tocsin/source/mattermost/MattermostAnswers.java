package io.tocsin.source.mattermost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.Sha256;
import io.tocsin.model.incident.Handling;
import io.tocsin.model.incident.Incident;
import io.tocsin.source.chat.Chat;
import io.tocsin.source.chat.ChatDesk;
import io.tocsin.source.chat.ChatProtocol;
import io.tocsin.source.chat.Markdown;
import io.tocsin.source.chat.Pressed;
import io.tocsin.source.chat.Said;
import io.tocsin.source.protocol.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Buttons of Mattermost's messages: https://docs.mattermost.com/developers/integrate/plugins/interactive-messages. An incoming webhook can't
 * edit what it said, so the answer does: it puts below the headline how the incident stands, and leaves the rest and the buttons as they
 * are. A button's {@code context} stays between Mattermost's server and the hub: {@code secret}, {@code says} and {@code headline}.
 */
public final class MattermostAnswers extends ChatProtocol {

    /**
     * @param desk does what people want
     * @param work where what blocks is done; it may refuse what is too much
     */
    public MattermostAnswers(ChatDesk desk, Executor work) {
        super(new Chat("mattermost", "Mattermost", Markdown::plain), desk, work);
    }

    @Override
    protected CompletableFuture<Answer> answer(JsonNode action) {
        return take(action).thenApply(answer -> Answer.json(200, answer));
    }

    private CompletableFuture<ObjectNode> take(JsonNode action) {
        JsonNode context = action.path("context");
        return Pressed.button(context.path("says").asText(""), user(action), once(action))
                .map(pressed -> answers().take(pressed).thenApply(said -> answer(context, said)))
                .orElseGet(() -> CompletableFuture.completedFuture(JsonNodeFactory.instance.objectNode()));
    }

    /** An id is for ever, a name may be somebody else's later; yet a name is what messages are sent to. */
    private static List<String> user(JsonNode action) {
        String name = action.path("user_name").asText("");
        String id = action.path("user_id").asText("");
        return name.isEmpty() ? List.of(id) : List.of(id, "@" + name);
    }

    /** Mattermost makes a trigger for each click, and signs it; where it is empty the whole is what comes again. */
    private static String once(JsonNode action) {
        String trigger = action.path("trigger_id").asText("");
        return Sha256.hex((trigger.isEmpty() ? action.toString() : trigger).getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode answer(JsonNode context, Said said) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        String headline = context.path("headline").asText("");
        said.incident()
                .filter(incident -> !headline.isEmpty())
                .map(MattermostAnswers::standing)
                .ifPresent(line -> answer.putObject("update").put("message", headline + "\n" + line));
        if (!said.isShown()) {
            answer.put("ephemeral_text", said.words()).put("skip_slack_parsing", true);
        }
        return answer;
    }

    private static String standing(Incident incident) {
        Handling handling = incident.handling();
        boolean isOver = incident.status() == Incident.Status.RESOLVED || incident.status() == Incident.Status.CLOSED;
        return handling.resolved()
                .map(by -> "**Resolved by " + Markdown.plain(by.by()) + "**, " + time(by.at()))
                .or(() -> Optional.of("**Resolved**").filter(byItself -> isOver))
                .or(() -> handling.acknowledged()
                        .map(by -> "**Acknowledged by " + Markdown.plain(by.by()) + "**, " + time(by.at())))
                .orElse("**Open**");
    }

    private static Instant time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
