package io.tocsin.source.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tocsin.source.chat.Chat;
import io.tocsin.source.chat.ChatAnswers;
import io.tocsin.source.chat.ChatDesk;
import io.tocsin.source.chat.ChatProtocol;
import io.tocsin.source.chat.Pressed;
import io.tocsin.source.chat.Said;
import io.tocsin.source.protocol.Answer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Buttons of Telegram's messages and replies to them, whichever way their updates come in. What is answered is a call of the Bot API, which Telegram also takes
 * as the answer of a webhook: https://core.telegram.org/bots/api#making-requests-when-getting-updates.
 */
public final class TelegramAnswers extends ChatProtocol {

    /** The most that a notice takes: https://core.telegram.org/bots/api#answercallbackquery. */
    private static final int MOST = 200;

    private static final int LONGEST_ID = 64;

    private String bot = "";

    /**
     * @param desk does what people want
     * @param work where what blocks is done; it may refuse what is too much
     */
    public TelegramAnswers(ChatDesk desk, Executor work) {
        super(new Chat("telegram", "Telegram"), desk, work);
    }

    /** @param id of the hub's own bot, so that replies to others are left; empty where it is not known */
    void setBot(String id) {
        this.bot = id;
    }

    /** As the answer of a webhook. */
    @Override
    protected CompletableFuture<Answer> answer(JsonNode update) {
        return take(update).thenApply(call -> call.map(one -> Answer.json(200, one.asAnswer()))
                .orElseGet(() -> Answer.empty(200)));
    }

    /** What failed by a fault of the hub's own would only come again. */
    @Override
    protected Answer failed(Throwable failure) {
        return ChatAnswers.mayComeAgain(failure) ? super.failed(failure) : Answer.empty(200);
    }

    /**
     * Does what somebody pressed, and keeps what somebody wrote in reply. It completes when that is on disk; {@link ChatAnswers#soon} says
     * when it fails.
     *
     * @param update https://core.telegram.org/bots/api#update
     * @return what tells them; empty where it was none of the hub's business
     */
    CompletableFuture<Optional<Call>> take(JsonNode update) {
        return update.has("callback_query")
                ? press(update.path("callback_query"))
                : Reply.read(update.path("message"), bot)
                        .map(reply ->
                                answers().take(reply.comment()).thenApply(said -> Optional.of(reply.answer(said))))
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private CompletableFuture<Optional<Call>> press(JsonNode query) {
        String id = query.path("id").asText("");
        return id.isEmpty() || id.length() > LONGEST_ID
                ? CompletableFuture.completedFuture(Optional.empty())
                : Pressed.button(
                                query.path("data").asText(""),
                                List.of(query.at("/from/id").asText("")),
                                id)
                        .map(pressed -> answers().take(pressed).thenApply(said -> Optional.of(call(id, said))))
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    /** Why an answer failed. */
    void log(Throwable failure) {
        answers().log(failure);
    }

    /** It ends the waiting of whoever pressed. */
    private static Call call(String id, Said said) {
        String words = said.words();
        return new Call(
                "answerCallbackQuery",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("callback_query_id", id)
                        .put("text", words.length() > MOST ? words.substring(0, MOST - 1) + "…" : words)
                        .put("show_alert", !said.isShown()));
    }
}
