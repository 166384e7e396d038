package io.tocsin.source.mattermost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.Sha256;
import io.tocsin.model.answer.AnswerAct;
import io.tocsin.model.answer.CommentText;
import io.tocsin.model.incident.Handling;
import io.tocsin.model.incident.Incident;
import io.tocsin.net.guard.AddressGuard;
import io.tocsin.source.chat.Chat;
import io.tocsin.source.chat.ChatDesk;
import io.tocsin.source.chat.ChatProtocol;
import io.tocsin.source.chat.Markdown;
import io.tocsin.source.chat.Pressed;
import io.tocsin.source.chat.Said;
import io.tocsin.source.proof.FormSigner;
import io.tocsin.source.protocol.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Buttons of Mattermost's messages: https://docs.mattermost.com/developers/integrate/plugins/interactive-messages. An incoming webhook can't
 * edit what it said, so the answer does: it puts below the headline how the incident stands, and leaves the rest and the buttons as they
 * are. A button's {@code context} stays between Mattermost's server and the hub: {@code secret}, {@code says}, {@code headline}, and of
 * the one for a comment {@code server} and {@code answers}: where a form is opened, and where it is posted to.
 */
public final class MattermostAnswers extends ChatProtocol {

    /** For so long a form that is open can be filled in. */
    private static final Duration OPEN = Duration.ofHours(1);

    private final AddressGuard addresses;
    private final InstantSource clock;
    private FormSigner forms;

    /**
     * @param desk does what people want
     * @param work where what blocks is done; it may refuse what is too much
     * @param addresses where it may go to open a form
     * @param clock the hub's time
     */
    public MattermostAnswers(ChatDesk desk, Executor work, AddressGuard addresses, InstantSource clock) {
        super(new Chat("mattermost", "Mattermost", Markdown::plain), desk, work);
        this.addresses = addresses;
        this.clock = clock;
    }

    /** @param list what its buttons show; the first signs forms */
    public void setSecrets(String list) {
        forms = FormSigner.of(list);
    }

    @Override
    protected CompletableFuture<Answer> answer(JsonNode posted) {
        // As the proof decides it: what shows a form's signature in place of the key is that form, whatever else it
        // calls itself.
        boolean isForm = !posted.path("state").asText("").isEmpty();
        return (isForm ? filledIn(posted) : take(posted)).thenApply(answer -> Answer.json(200, answer));
    }

    private CompletableFuture<ObjectNode> take(JsonNode action) {
        JsonNode context = action.path("context");
        String says = context.path("says").asText("");
        return Pressed.asksComment(says)
                .map(incident -> asked(action, says))
                .or(() -> Pressed.button(says, user(action), once(action))
                        .map(pressed -> answers().take(pressed).thenApply(said -> answer(context, said))))
                .orElseGet(() -> done());
    }

    /** Whoever wants to comment gets a form, if they may; it goes through their client, so it is signed. */
    private CompletableFuture<ObjectNode> asked(JsonNode action, String says) {
        Optional<String> refusal = answers().refusal(user(action));
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(whisper(refusal.get()));
        }
        String state = forms.sign(new FormSigner.Form(
                says,
                line(action.path("user_id")),
                line(action.path("user_name")),
                once(action),
                clock.instant().plus(OPEN)));
        return new CommentDialog(addresses, action.path("context"))
                .open(action.path("trigger_id").asText(""), says, state)
                .thenApply(failure ->
                        failure.map(MattermostAnswers::whisper).orElseGet(JsonNodeFactory.instance::objectNode));
    }

    /** The form as it comes back. */
    private CompletableFuture<ObjectNode> filledIn(JsonNode submission) {
        if (submission.path("cancelled").asBoolean()) {
            return done();
        }
        String text = CommentText.of(
                submission.at("/submission/" + CommentDialog.TEXT).asText(""));
        if (text.isEmpty()) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.putObject("errors").put(CommentDialog.TEXT, "Nothing is written.");
            return CompletableFuture.completedFuture(answer);
        }
        return forms.read(submission.path("state").asText(""))
                .flatMap(form -> Pressed.asksComment(form.says())
                        .map(incident -> new Pressed(
                                AnswerAct.COMMENT,
                                incident,
                                text,
                                user(form.user(), form.name()),
                                hash(form.once() + "\n" + text))))
                .map(comment -> answers().take(comment).thenApply(MattermostAnswers::shown))
                .orElseGet(() -> CompletableFuture.completedFuture(
                        JsonNodeFactory.instance.objectNode().put("error", "This form is none of the hub's.")));
    }

    /** Nothing closes the form; what is wrong is shown in it. */
    private static ObjectNode shown(Said said) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        return said.isShown() ? answer : answer.put("error", said.words());
    }

    private static CompletableFuture<ObjectNode> done() {
        return CompletableFuture.completedFuture(JsonNodeFactory.instance.objectNode());
    }

    private static List<String> user(JsonNode action) {
        return user(action.path("user_id").asText(""), action.path("user_name").asText(""));
    }

    /** An id is for ever, a name may be somebody else's later; yet a name is what messages are sent to. */
    private static List<String> user(String id, String name) {
        return name.isEmpty() ? List.of(id) : List.of(id, "@" + name);
    }

    private static String line(JsonNode text) {
        return text.asText("").replace("\n", " ");
    }

    /** Mattermost makes a trigger for each click, and signs it; where it is empty the whole is what comes again. */
    private static String once(JsonNode action) {
        String trigger = action.path("trigger_id").asText("");
        return hash(trigger.isEmpty() ? action.toString() : trigger);
    }

    private static String hash(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode answer(JsonNode context, Said said) {
        ObjectNode answer = said.isShown() ? JsonNodeFactory.instance.objectNode() : whisper(said.words());
        String headline = context.path("headline").asText("");
        said.incident()
                .filter(incident -> !headline.isEmpty())
                .map(MattermostAnswers::standing)
                .ifPresent(line -> answer.putObject("update").put("message", headline + "\n" + line));
        return answer;
    }

    /** For the eyes of whoever pressed. */
    private static ObjectNode whisper(String words) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ephemeral_text", words)
                .put("skip_slack_parsing", true);
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
