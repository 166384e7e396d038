package io.tocsin.source.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.answer.Came;
import io.tocsin.model.answer.Wish;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.net.guard.AddressGuard;
import io.tocsin.source.chat.ChatDesk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What tells one interaction from the next, and what becomes of more than can be done. */
class SlackAnswersTakeTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static ObjectNode payload(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode click(String user, String time) {
        return payload("""
                {"type": "block_actions", "user": {"id": "%s"}, "response_url": "",
                 "actions": [{"action_id": "tocsin-ack", "value": "acknowledge inc_1", "action_ts": "%s"}]}
                """.formatted(user, time));
    }

    private static ObjectNode form(String text) {
        return payload("""
                {"type": "view_submission", "user": {"id": "U1"}, "view": {"id": "V1", "callback_id": "tocsin-comment",
                 "private_metadata": "inc_1", "state": {"values": {"comment": {"comment": {"value": "%s"}}}}}}
                """.formatted(text));
    }

    private static String once(ObjectNode payload) {
        return Interaction.read(payload).once();
    }

    @Test
    void aClickWithoutATriggerIsItselfAndItsRetryIsTheSame() {
        assertThat(once(click("U1", "1.1")))
                .isNotBlank()
                .isEqualTo(once(click("U1", "1.1")))
                .isNotEqualTo(once(click("U2", "1.1")))
                .isNotEqualTo(once(click("U1", "1.2")));
        assertThat(once(click("U1", "1.1").put("trigger_id", "1.2.x"))).isEqualTo("1.2.x");
    }

    @Test
    void aFormThatSomebodyCorrectsAndSendsAgainIsAnotherOne() {
        assertThat(once(form("disk"))).isEqualTo(once(form("disk"))).isNotEqualTo(once(form("disk full")));
    }

    @Test
    void whatSlackDoesNotWaitForAnyMoreIsNotBegun() {
        List<Runnable> waiting = new ArrayList<>();
        List<String> asked = new ArrayList<>();
        SlackAnswers answers = new SlackAnswers(desk(asked), SlackBoard.NONE, AddressGuard.allowing(""), waiting::add);
        CompletableFuture<ObjectNode> late = answers.take(click("U1", "1.1")).toCompletableFuture();
        late.cancel(false);
        waiting.forEach(Runnable::run);
        assertThat(waiting).hasSize(1);
        assertThat(asked).isEmpty();

        answers.take(click("U1", "1.2"));
        waiting.get(1).run();
        assertThat(asked).isNotEmpty();
    }

    @Test
    void whatIsTooMuchFailsAtOnce() {
        SlackAnswers answers =
                new SlackAnswers(desk(new ArrayList<>()), SlackBoard.NONE, AddressGuard.allowing(""), work -> {
                    throw new RejectedExecutionException("full");
                });
        CompletableFuture<ObjectNode> answer = answers.take(click("U1", "1.1")).toCompletableFuture();
        assertThatThrownBy(answer::join).hasCauseInstanceOf(RejectedExecutionException.class);
    }

    private static List<String> asked(String workspaces, String apps, ObjectNode payload) {
        List<String> asked = new ArrayList<>();
        SlackAnswers answers = new SlackAnswers(desk(asked), SlackBoard.NONE, AddressGuard.allowing(""), Runnable::run);
        answers.setWorkspaces(workspaces);
        answers.setApps(apps);
        answers.take(payload).toCompletableFuture().join();
        return asked;
    }

    @Test
    void aClickOfAnotherWorkspaceOrAppIsNotLookedAt() {
        ObjectNode click = click("U1", "1.1").put("api_app_id", "A1");
        click.putObject("team").put("id", "T1");
        ((ObjectNode) click.path("user")).put("team_id", "T2");
        assertThat(asked("", "", click)).isNotEmpty();
        assertThat(asked("T1, T2", "A1", click)).isNotEmpty();
        assertThat(asked("T1", "A1", click)).as("at home elsewhere").isEmpty();
        assertThat(asked("T2", "A1", click)).as("clicked elsewhere").isEmpty();
        assertThat(asked("T1, T2", "A2", click)).isEmpty();
        assertThat(asked("T1", "", click("U1", "1.1"))).as("from nowhere").isEmpty();
        ObjectNode form = form("disk");
        form.putNull("team");
        ((ObjectNode) form.path("user")).put("team_id", "T1");
        assertThat(asked("T1", "", form)).as("an app of a whole organisation").isNotEmpty();
    }

    private static ChatDesk desk(List<String> asked) {
        return new ChatDesk() {
            @Override
            public Came act(Wish wish) {
                asked.add(wish.once().orElseThrow());
                throw new AssertionError("nobody is known");
            }

            @Override
            public Recipients recipients() {
                asked.add("recipients");
                return Recipients.none();
            }
        };
    }
}
