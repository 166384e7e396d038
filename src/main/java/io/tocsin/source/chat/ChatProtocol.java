package io.tocsin.source.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.event.Arrival;
import io.tocsin.model.event.StrictJson;
import io.tocsin.model.event.UnreadableException;
import io.tocsin.net.problem.Problem;
import io.tocsin.source.protocol.Answer;
import io.tocsin.source.protocol.Heard;
import io.tocsin.source.protocol.Protocol;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A chat that posts JSON for what somebody pressed, and shows what it is answered. */
public abstract class ChatProtocol implements Protocol {

    private final StrictJson json = new StrictJson();
    private final Chat chat;
    private final ChatAnswers answers;

    /**
     * @param chat which
     * @param desk does what people want
     * @param work where what blocks is done; it may refuse what is too much
     */
    protected ChatProtocol(Chat chat, ChatDesk desk, Executor work) {
        this.chat = chat;
        this.answers = new ChatAnswers(chat, desk, work);
    }

    /** @param words whose people may answer, commas between; default {@code technical} */
    public final void setAudiences(String words) {
        answers.setAudiences(words);
    }

    /** @param names teams whose members may as well, commas between */
    public final void setTeams(String names) {
        answers.setTeams(names);
    }

    /** Does what people want. */
    protected final ChatAnswers answers() {
        return answers;
    }

    /** What the chat is answered once that is done; {@link ChatAnswers#soon} says when it fails. @param posted as the chat documents it */
    protected abstract CompletableFuture<Answer> answer(JsonNode posted);

    /** What the chat is answered where it is not known in time whether it was done: 503, which it shows as a failure. */
    protected Answer failed(Throwable failure) {
        return Answer.of(Problem.of(503, "Unavailable", "It is not known whether that was done; look at the message."));
    }

    @Override
    public final Heard hear(Arrival arrival) {
        try {
            return new Heard.Aside(answer(json.object(arrival.body())).handle(this::posted));
        } catch (UnreadableException unreadable) {
            return new Heard.Refused(
                    Problem.of(400, "Bad request", "The body is no JSON object, as " + chat.name() + " posts it."));
        }
    }

    private Answer posted(Answer answer, Throwable failure) {
        if (failure == null) {
            return answer;
        }
        answers.log(failure);
        return failed(failure);
    }
}
