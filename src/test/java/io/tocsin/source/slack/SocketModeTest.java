package io.tocsin.source.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.net.guard.GuardedSocket;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a socket is opened, left and opened again; time is moved by hand. */
class SocketModeTest {

    /** A socket that is a list of what was sent. */
    private static final class Line implements Sockets.Socket {
        private final GuardedSocket.Reader reader;
        private final List<String> sent = new ArrayList<>();
        private boolean closed;

        private Line(GuardedSocket.Reader reader) {
            this.reader = reader;
        }

        @Override
        public void send(String text) {
            assertThat(closed).as("nothing is sent after goodbye").isFalse();
            sent.add(text);
        }

        @Override
        public void close() {
            closed = true;
        }

        Line hello() {
            reader.open();
            reader.text(SlackStandIn.Line.HELLO);
            return this;
        }

        void disconnect(String reason) {
            reader.text("{\"type\":\"disconnect\",\"reason\":\"" + reason + "\"}");
        }

        void payload(String id) {
            reader.text("{\"envelope_id\":\"" + id + "\",\"type\":\"interactive\",\"accepts_response_payload\":true,"
                    + "\"payload\":{\"type\":\"block_actions\"}}");
        }
    }

    /** What is to be done, and when. */
    private record Task(Duration at, int order, Runnable work) {}

    private final List<Task> tasks = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final Deque<CompletableFuture<ObjectNode>> acts = new ArrayDeque<>();
    private Optional<Exception> refusal = Optional.empty();
    private Duration now = Duration.ofDays(1);
    private int asked;
    private int order;

    private final SocketMode mode = new SocketMode(
            "slack",
            new Sockets() {
                @Override
                public CompletionStage<URI> ask() {
                    asked++;
                    if (refusal.filter(IllegalStateException.class::isInstance).isPresent()) {
                        throw (IllegalStateException) refusal.get();
                    }
                    return refusal.<CompletionStage<URI>>map(CompletableFuture::failedStage)
                            .orElseGet(() -> CompletableFuture.completedStage(URI.create("wss://wss.slack.com/link")));
                }

                @Override
                public Socket open(URI place, GuardedSocket.Reader reader) {
                    lines.add(new Line(reader));
                    return lines.get(lines.size() - 1);
                }
            },
            this::take,
            new Strand() {
                @Override
                public void run(Runnable work) {
                    later(Duration.ZERO, work);
                }

                @Override
                public void later(Duration time, Runnable work) {
                    tasks.add(new Task(now.plus(time), order++, work));
                }
            },
            () -> now.toNanos(),
            () -> 0.5);

    private CompletionStage<ObjectNode> take(JsonNode payload) {
        acts.add(new CompletableFuture<>());
        return acts.getLast();
    }

    /** Does what is due by then. */
    private void pass(Duration time) {
        Duration until = now.plus(time);
        for (Optional<Task> next = next(until); next.isPresent(); next = next(until)) {
            tasks.remove(next.get());
            now = next.get().at();
            next.get().work().run();
        }
        now = until;
    }

    private Optional<Task> next(Duration until) {
        return tasks.stream()
                .filter(task -> task.at().compareTo(until) <= 0)
                .min(Comparator.comparing(Task::at).thenComparing(Task::order));
    }

    private void settle() {
        pass(Duration.ZERO);
    }

    private Line connected() {
        mode.start();
        settle();
        Line line = lines.get(lines.size() - 1).hello();
        settle();
        assertThat(mode.isConnected()).isTrue();
        return line;
    }

    private static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Test
    void isAcknowledgedWhenItIsDoneAndNotBefore() {
        Line line = connected();
        line.payload("e1");
        settle();
        assertThat(line.sent).isEmpty();
        assertThat(mode.inHand()).isEqualTo(1);
        acts.remove().complete(nothing());
        settle();
        assertThat(line.sent).containsExactly("{\"envelope_id\":\"e1\"}");

        line.payload("e2");
        settle();
        acts.remove().complete(nothing().put("response_action", "errors"));
        settle();
        assertThat(line.sent.get(1)).isEqualTo("{\"envelope_id\":\"e2\",\"payload\":{\"response_action\":\"errors\"}}");
        assertThat(mode.inHand()).isZero();
    }

    @Test
    void whatWasNotDoneIsNotAcknowledged() {
        Line line = connected();
        line.payload("e1");
        settle();
        acts.remove().completeExceptionally(new TimeoutException());
        settle();
        assertThat(line.sent).isEmpty();
        assertThat(mode.inHand()).isZero();
        assertThat(line.closed).isFalse();
    }

    @Test
    void theNextSocketStandsBeforeTheOldOneIsLeft() {
        Line old = connected();
        pass(Duration.ofHours(2));
        old.payload("e1");
        old.disconnect("refresh_requested");
        settle();
        assertThat(lines).hasSize(2);
        assertThat(mode.isConnected()).isTrue();
        old.payload("e2");
        lines.get(1).hello();
        settle();
        assertThat(mode.trouble()).isEmpty();
        pass(Duration.ofSeconds(30));
        assertThat(old.closed).as("while something is in hand").isFalse();
        acts.remove().complete(nothing());
        acts.remove().complete(nothing());
        settle();
        assertThat(old.sent).hasSize(2);
        assertThat(old.closed).isTrue();
        old.reader.closed("it was closed here");
        settle();
        assertThat(lines).hasSize(2);
        assertThat(mode.isConnected()).isTrue();
    }

    @Test
    void aWarningAndTheRefreshAfterItOpenOneSocket() {
        Line old = connected();
        pass(Duration.ofHours(2));
        old.disconnect("warning");
        old.disconnect("refresh_requested");
        old.reader.closed("the other side closed it");
        settle();
        assertThat(lines).hasSize(2);
        assertThat(mode.isConnected()).isFalse();
        lines.get(1).hello();
        settle();
        assertThat(mode.isConnected()).isTrue();
    }

    @Test
    void whatASocketThatIsGoneBroughtIsDoneAndTheNextOneGoesOn() {
        Line old = connected();
        pass(Duration.ofHours(1));
        old.payload("e1");
        old.reader.closed("the connection was closed");
        settle();
        assertThat(lines).hasSize(2);
        Line next = lines.get(1).hello();
        settle();
        acts.remove().complete(nothing());
        next.payload("e1"); // Slack comes again with it
        settle();
        acts.remove().complete(nothing());
        settle();
        assertThat(next.sent).containsExactly("{\"envelope_id\":\"e1\"}");
        assertThat(mode.inHand()).isZero();
    }

    /** The pauses between attempts, as long as they fail, over so much time. */
    private int attemptsIn(Duration time) {
        int before = asked;
        pass(time);
        return asked - before;
    }

    @Test
    void whoCannotConnectAsksLessAndLessOften() {
        refusal = Optional.of(new IOException("no route to host"));
        mode.start();
        settle();
        assertThat(asked).isEqualTo(1);
        assertThat(mode.trouble()).hasValueSatisfying(words -> assertThat(words).contains("no route to host"));
        assertThat(attemptsIn(Duration.ofSeconds(7))).as("after 1, 2 and 4 s").isEqualTo(3);
        pass(Duration.ofMinutes(10));
        assertThat(attemptsIn(Duration.ofMinutes(10))).as("once a minute").isEqualTo(10);
        refusal = Optional.empty();
        pass(Duration.ofMinutes(1));
        lines.get(0).hello();
        settle();
        assertThat(mode.trouble()).isEmpty();
        assertThat(mode.isConnected()).isTrue();
    }

    /** As one that is cut off before anything is sent on it. */
    @Test
    void aFailureWithoutAWordIsNoEndEither() {
        refusal = Optional.of(new CompletionException(new ClosedChannelException()));
        mode.start();
        settle();
        assertThat(mode.trouble()).hasValueSatisfying(words -> assertThat(words).endsWith("ClosedChannelException"));
        assertThat(attemptsIn(Duration.ofSeconds(7))).as("after 1, 2 and 4 s").isEqualTo(3);
    }

    @Test
    void whoCannotEvenAskAsksAgain() {
        refusal = Optional.of(new IllegalStateException("no thread"));
        mode.start();
        settle();
        assertThat(mode.trouble()).hasValueSatisfying(words -> assertThat(words).endsWith("no thread"));
        assertThat(attemptsIn(Duration.ofSeconds(7))).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_auth", "token_revoked", "account_inactive", "missing_scope"})
    void aTokenThatIsRefusedIsATroubleAndNoBusyLoop(String error) {
        refusal = Optional.of(new SlackRefusedException("apps.connections.open", error, 200, Optional.empty()));
        mode.start();
        settle();
        assertThat(mode.trouble()).hasValueSatisfying(words -> assertThat(words).contains("(" + error + ")"));
        assertThat(attemptsIn(Duration.ofHours(1))).isEqualTo(12);
    }

    @Test
    void slacksOwnPauseIsKept() {
        refusal = Optional.of(new SlackRefusedException(
                "apps.connections.open", "ratelimited", 429, Optional.of(Duration.ofSeconds(90))));
        mode.start();
        settle();
        assertThat(attemptsIn(Duration.ofSeconds(89))).isZero();
        assertThat(attemptsIn(Duration.ofSeconds(1))).isEqualTo(1);
    }

    @Test
    void socketsThatEndAtOnceAreOpenedLessAndLessOften() {
        mode.start();
        settle();
        for (int i = 0; i < 8; i++) {
            Line line = lines.get(i).hello();
            settle();
            line.disconnect("refresh_requested");
            line.reader.closed("the other side closed it");
            Duration pause = Duration.ofSeconds(Math.min(60, 1L << i));
            assertThat(attemptsIn(pause.minusMillis(1))).as(pause.toString()).isZero();
            assertThat(attemptsIn(Duration.ofMillis(1))).isEqualTo(1);
        }
        lines.get(8).hello();
        settle();
        lines.get(8).reader.closed("the other side closed it");
        assertThat(attemptsIn(Duration.ofSeconds(59))).isZero();
    }

    @Test
    void tooManySocketsAndSocketModeSwitchedOffAreSaidWithWhatToDo() {
        mode.start();
        settle();
        lines.get(0).disconnect("too_many_websockets");
        settle();
        assertThat(lines.get(0).closed).isTrue();
        lines.get(0).reader.closed("it was closed here");
        settle();
        assertThat(mode.trouble()).hasValueSatisfying(words -> assertThat(words).contains("ten that Slack allows"));
        assertThat(attemptsIn(Duration.ofSeconds(59))).isZero();
        assertThat(attemptsIn(Duration.ofSeconds(1))).isEqualTo(1);

        Line line = lines.get(1).hello();
        pass(Duration.ofHours(1));
        line.disconnect("link_disabled");
        settle();
        line.reader.closed("it was closed here");
        settle();
        assertThat(mode.trouble())
                .hasValueSatisfying(words -> assertThat(words).contains("Socket Mode is switched off"));
        assertThat(attemptsIn(Duration.ofMinutes(4))).isZero();
    }

    @Test
    void aServerThatSaysNothingIsLeft() {
        mode.start();
        settle();
        pass(Duration.ofSeconds(15));
        assertThat(lines.get(0).closed).isTrue();
        lines.get(0).reader.closed("it was closed here");
        settle();
        assertThat(mode.trouble()).hasValueSatisfying(words -> assertThat(words).contains("no hello within 15 s"));
        pass(Duration.ofSeconds(1));
        assertThat(lines).hasSize(2);
    }

    @Test
    void whatIsNoEnvelopeIsPassedOver() {
        Line line = connected();
        List.of(
                        "no JSON",
                        "[]",
                        "{}",
                        "{\"type\":\"unheard_of\"}",
                        "{\"type\":\"hello\"}",
                        "{\"envelope_id\":7,\"type\":3}")
                .forEach(line.reader::text);
        settle();
        assertThat(acts).as("whatever wants an answer gets one").hasSize(1);
        assertThat(line.closed).isFalse();
        assertThat(mode.isConnected()).isTrue();
    }

    @Test
    void whoStopsAnswersWhatIsInHandAndTakesNothingMore() {
        Line line = connected();
        line.payload("e1");
        settle();
        mode.drain();
        settle();
        assertThat(line.closed).isFalse();
        assertThat(mode.inHand()).isEqualTo(1);
        line.payload("e2");
        settle();
        acts.remove().complete(nothing());
        settle();
        assertThat(acts).isEmpty();
        assertThat(line.sent).containsExactly("{\"envelope_id\":\"e1\"}");
        assertThat(line.closed).isTrue();
        line.reader.closed("it was closed here");
        pass(Duration.ofHours(1));
        assertThat(asked).isEqualTo(1);
        assertThat(mode.trouble()).isEmpty();
    }

    @Test
    void whoIsStoppedWhileASocketOpensLeavesIt() {
        mode.start();
        settle();
        mode.drain();
        settle();
        assertThat(lines.get(0).closed).isTrue();
        lines.get(0).hello();
        lines.get(0).reader.closed("it was closed here");
        pass(Duration.ofHours(1));
        assertThat(mode.isConnected()).isFalse();
        assertThat(asked).isEqualTo(1);
    }
}
