package io.tocsin.source.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.answer.AnswerAct;
import io.tocsin.model.event.Arrival;
import io.tocsin.model.event.UnreadableException;
import io.tocsin.model.question.Choice;
import io.tocsin.net.guard.AddressGuard;
import io.tocsin.net.problem.Problem;
import io.tocsin.source.chat.Chat;
import io.tocsin.source.chat.ChatAnswers;
import io.tocsin.source.chat.ChatDesk;
import io.tocsin.source.chat.MayAnswer;
import io.tocsin.source.chat.Pressed;
import io.tocsin.source.chat.Said;
import io.tocsin.source.protocol.Answer;
import io.tocsin.source.protocol.Heard;
import io.tocsin.source.protocol.Protocol;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people do in Slack, whichever way it comes in: it is on disk before Slack is answered. That the message then shows who did it
 * is the work of its receiver, which is notified of the act as everybody is who was notified of the incident.
 */
public final class SlackAnswers implements Protocol {

    private static final Logger LOG = LoggerFactory.getLogger(SlackAnswers.class);

    private final SlackForm form = new SlackForm();
    private final ChatAnswers answers;
    private final SlackCommands commands;
    private SlackCalls calls;
    private Origin origin = Origin.ANY;
    private String token = "";
    private String appToken = "";

    /**
     * @param desk does what they want
     * @param board what they look at
     * @param addresses where calls to Slack may go
     * @param work where what blocks is done; it may refuse what is too much
     */
    public SlackAnswers(ChatDesk desk, SlackBoard board, AddressGuard addresses, Executor work) {
        this.answers = new ChatAnswers(new Chat("slack", "Slack"), desk, work);
        this.commands = new SlackCommands(answers, desk, board);
        this.calls = new SlackCalls(addresses, URI.create("https://slack.com/api"));
    }

    /** @param token the bot's, {@code xoxb-...}; blank where nobody comments */
    public void setToken(String token) {
        this.token = token.strip();
    }

    /**
     * @param token the app's own, {@code xapp-...}, for {@code slack-socket:}; blank where Slack posts to the hub
     * @throws IllegalArgumentException where it is a token of another kind
     */
    public void setAppToken(String token) {
        if (token.strip().matches("xox[a-z]-.*")) {
            throw new IllegalArgumentException("appToken: a token that begins with "
                    + token.strip().substring(0, 5) + "; expected the app-level token, xapp-...");
        }
        this.appToken = token.strip();
    }

    /** @param url of Slack's Web API; default {@code https://slack.com/api} */
    public void setUrl(String url) {
        this.calls = calls.at(url);
    }

    /** @param words whose people may answer, commas between; default {@code technical} */
    public void setAudiences(String words) {
        answers.setAudiences(words);
    }

    /** @param names teams whose members may as well, commas between */
    public void setTeams(String names) {
        answers.setTeams(names);
    }

    /** @param ids of the workspaces whose people may answer, commas between; blank for any */
    public void setWorkspaces(String ids) {
        this.origin = new Origin(MayAnswer.words(ids).collect(Collectors.toUnmodifiableSet()), origin.apps());
    }

    /** @param ids of the app, commas between; blank for any that knows the signing secret */
    public void setApps(String ids) {
        this.origin = new Origin(origin.workspaces(), MayAnswer.words(ids).collect(Collectors.toUnmodifiableSet()));
    }

    /** Opens sockets for the app. @throws IllegalArgumentException where it has no token for that */
    Sockets sockets() {
        if (appToken.isEmpty()) {
            throw new IllegalArgumentException("appToken is empty; expected the app-level token, xapp-...");
        }
        return new SlackSockets(calls, appToken);
    }

    /** As Slack posts it to an app's request URL; 503 where it is not known in time whether it was done. */
    @Override
    public Heard hear(Arrival arrival) {
        try {
            return form.payload(arrival.body())
                    .<Heard>map(payload -> new Heard.Aside(take(payload).handle(this::posted)))
                    .orElseGet(() -> refused(400, "The body is no form with a payload, as Slack posts it."));
        } catch (UnreadableException unreadable) {
            return refused(400, "The form's payload is no JSON object.");
        }
    }

    private static Heard refused(int status, String why) {
        return new Heard.Refused(Problem.of(status, "Bad request", why));
    }

    private Answer posted(ObjectNode said, Throwable failure) {
        if (failure == null) {
            return said.isEmpty() ? Answer.empty(200) : Answer.json(200, said);
        }
        answers.log(failure);
        return Answer.of(Problem.of(503, "Unavailable", "It is not known whether that was done; look at the message."));
    }

    /**
     * Does what somebody wants. It completes when that is on disk; it fails where that takes so long that Slack will not wait, and what
     * is done then all the same shows in the message. What was not begun by then is not done.
     *
     * @param payload an interaction: https://docs.slack.dev/reference/interaction-payloads; or a command, by its fields
     * @return what Slack is answered; empty where nothing is to be said
     */
    public CompletionStage<ObjectNode> take(JsonNode payload) {
        Optional<String> stranger = origin.refusal(payload);
        Optional<SlashCommand> command = SlashCommand.read(payload);
        if (command.isPresent()) {
            return answers.soon(
                    () -> ephemeral(stranger.map(SlackText::escaped).orElseGet(() -> commands.answer(command.get()))));
        }
        Interaction asked = Interaction.read(payload);
        return asked.isNothing()
                ? CompletableFuture.completedStage(silence())
                : answers.soon(() -> stranger.map(why -> said(asked, why)).orElseGet(() -> answer(asked)));
    }

    /** The same, and the log says why where it fails. */
    CompletionStage<ObjectNode> takeAndLog(JsonNode payload) {
        return take(payload).whenComplete((said, failure) -> {
            if (failure != null) {
                answers.log(failure);
            }
        });
    }

    private static ObjectNode ephemeral(String text) {
        return silence().put("response_type", "ephemeral").put("text", text);
    }

    private static ObjectNode silence() {
        return JsonNodeFactory.instance.objectNode();
    }

    private ObjectNode answer(Interaction asked) {
        if (asked.choosing().isPresent()) {
            Interaction.Choosing choosing = asked.choosing().get();
            return choosing.wantsForm()
                    ? open(asked, CommentForm.answer(asked, choosing.choice()))
                    : vote(asked, choosing.choice());
        }
        AnswerAct act = asked.act().get();
        boolean isComment = act == AnswerAct.COMMENT;
        if (isComment && !asked.isForm()) {
            return answers.refusal(List.of(asked.user()))
                    .map(why -> said(asked, why))
                    .orElseGet(() -> askComment(asked));
        }
        if (isComment && asked.text().isEmpty()) {
            return said(
                    asked,
                    answers.refusal(List.of(asked.user()))
                            .orElse("Nothing is written; expected what is to be said of the incident."));
        }
        Said said =
                answers.answer(new Pressed(act, asked.incident(), asked.text(), List.of(asked.user()), asked.once()));
        return said.isShown() ? silence() : said(asked, said.words());
    }

    /** Who may answer is said by the question, and not by whose people this app listens to. */
    private ObjectNode vote(Interaction asked, Choice choice) {
        return answers.vote(choice, asked.incident(), asked.text(), asked.user(), asked.once())
                .map(words -> said(asked, words))
                .orElseGet(SlackAnswers::silence);
    }

    /** For their eyes: in the form, where they filled one in, else beside the message. */
    private ObjectNode said(Interaction asked, String words) {
        if (asked.isForm()) {
            ObjectNode answer = silence().put("response_action", "errors");
            answer.putObject("errors").put(Interaction.FIELD, words);
            return answer;
        }
        calls.whisper(asked.responseUrl(), words);
        return silence();
    }

    /** Slack takes a form for three seconds after the click, so nobody waits with its answer for that. */
    private ObjectNode askComment(Interaction asked) {
        return open(asked, CommentForm.of(asked));
    }

    private ObjectNode open(Interaction asked, ObjectNode form) {
        if (token.isEmpty()) {
            return said(
                    asked,
                    "Comments need the parameter token of slack-socket or slack-answers (docs/slack-answers.md).");
        }
        calls.call("views.open", token, form).whenComplete((opened, failure) -> {
            if (failure != null) {
                LOG.warn("No form for a comment was opened in Slack: {}", failure.getMessage());
                said(asked, "The form for a comment can't be opened now; the hub's log says why.");
            }
        });
        return silence();
    }
}
