package io.tocsin.source.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import io.tocsin.model.answer.Came;
import io.tocsin.model.answer.Wish;
import io.tocsin.model.event.StoreUnavailableException;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.TestPeople;
import io.tocsin.net.guard.AddressGuard;
import io.tocsin.source.chat.ChatDesk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of updates where something fails: https://core.telegram.org/bots/api#getupdates. */
class TelegramPollsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String CONFLICT = "{\"ok\": false, \"error_code\": 409, \"description\": \"Conflict: can't use"
            + " getUpdates method while webhook is active; use deleteWebhook to delete the webhook first\"}";

    private static final Recipients ANN =
            new Recipients(List.of(TestPeople.person("ann", Map.of("telegram", "41"))), List.of(), List.of());

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<Long, String> waiting = new ConcurrentSkipListMap<>(Map.of(7L, "inc_a", 8L, "inc_b"));
    private final AtomicReference<RuntimeException> trouble = new AtomicReference<>();
    private final AtomicBoolean leads = new AtomicBoolean(true);
    private final AtomicBoolean conflict = new AtomicBoolean();
    private Sink telegram;
    private TelegramPolls polls;

    @BeforeEach
    void start() {
        telegram = Sink.start().answer(this::answer);
        polls = new TelegramPolls(new Failing(), Runnable::run, AddressGuard.allowing("127.0.0.0/8"), leads::get);
        polls.setUrl(telegram.url().replaceFirst("/hook$", ""));
        polls.setToken("1:SECRET");
        polls.setWait(1);
        polls.start();
    }

    @AfterEach
    void stop() {
        polls.stop();
        telegram.close();
    }

    /** What waits, until it is confirmed. */
    private Sink.Reply answer(Sink.Got got) {
        if (!got.path().endsWith("/getUpdates")) {
            return new Sink.Reply(200, "{\"ok\": true, \"result\": true}");
        }
        if (conflict.get()) {
            return new Sink.Reply(409, CONFLICT);
        }
        long offset = TestHub.json(got.body()).path("offset").asLong();
        waiting.keySet().removeIf(id -> id < offset);
        String updates = waiting.entrySet().stream()
                .map(update -> update(update.getKey(), update.getValue()))
                .collect(Collectors.joining(","));
        return new Sink.Reply(200, "{\"ok\": true, \"result\": [" + updates + "]}");
    }

    private static String update(long id, String incident) {
        return """
                {"update_id": %d, "callback_query": {"id": "q%1$d", "from": {"id": 41}, "data": "tocsin acknowledge %s"}}
                """.formatted(id, incident);
    }

    private long confirmed() {
        return telegram.got().stream()
                .filter(got -> got.path().endsWith("/getUpdates"))
                .map(got -> TestHub.json(got.body()))
                .mapToLong((JsonNode body) -> body.path("offset").asLong())
                .max()
                .orElse(-1);
    }

    /** As the timer of a route asks. */
    private void until(Callable<Boolean> so) {
        await().atMost(SOON).until(() -> {
            polls.process(null);
            return so.call();
        });
    }

    @Test
    void whatTheStoreCouldNotTakeIsNotConfirmedAndComesAgain() {
        trouble.set(new StoreUnavailableException("away"));
        until(() -> asked.size() == 1);
        assertThat(confirmed()).isZero();
        trouble.set(null);
        until(() -> confirmed() == 9);
        assertThat(asked).containsExactly("q7", "q7", "q8");
    }

    @Test
    void whatFailsByAFaultOfTheHubsOwnDoesNotStandBeforeAllOthers() {
        trouble.set(new IllegalStateException("a fault"));
        until(() -> confirmed() == 9);
        assertThat(asked).containsExactly("q7", "q8");
    }

    private boolean lastConfirmedNothing() {
        List<JsonNode> polls = telegram.got().stream()
                .filter(got -> got.path().endsWith("/getUpdates"))
                .map(got -> TestHub.json(got.body()))
                .toList();
        return !polls.get(polls.size() - 1).has("offset");
    }

    /** After a week without updates Telegram chooses the next number at random: https://core.telegram.org/bots/api#update. */
    @Test
    void whatIsPressedAfterAQuietWeekIsDoneWhateverItsNumber() {
        until(() -> confirmed() == 9 && lastConfirmedNothing());
        waiting.put(3L, "inc_c");
        until(waiting::isEmpty);
        assertThat(asked).containsExactly("q7", "q8", "q3");
    }

    @Test
    void aRefusalOfTelegramsIsNoEnd() {
        conflict.set(true);
        until(() -> polls.trouble().isPresent());
        assertThat(polls.trouble())
                .hasValueSatisfying(words ->
                        assertThat(words).contains("409", "deleteWebhook").doesNotContain("SECRET"));
        leads.set(false);
        assertThat(polls.trouble()).isEmpty();
        leads.set(true);
        conflict.set(false);
        until(() -> confirmed() == 9);
        assertThat(polls.trouble()).isEmpty();
        assertThat(asked).containsExactly("q7", "q8");
        assertThat(telegram.got()).allSatisfy(got -> assertThat(got.path()).startsWith("/bot1:SECRET/"));
    }

    @Test
    void ofSeveralHubsOnePollsAndOneThatIsStoppedDoesNot() {
        leads.set(false);
        polls.process(null);
        leads.set(true);
        polls.stop();
        polls.process(null);
        assertThat(telegram.got()).isEmpty();
        polls.start();
        until(() -> confirmed() == 9);
    }

    @Test
    void whatIsNoTokenOrTimeIsRefusedAtTheStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> polls.setToken("1:SEC/RET"))
                .withMessageContaining("token")
                .withMessageNotContaining("SEC/RET");
        assertThatIllegalArgumentException().isThrownBy(() -> polls.setToken(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> polls.setWait(51)).withMessageContaining("50");
    }

    /** Knows ann, and fails as the test says. */
    private final class Failing implements ChatDesk {
        @Override
        public Came act(Wish wish) {
            asked.add(wish.once().orElseThrow().replace("telegram ", ""));
            RuntimeException failure = trouble.get();
            if (failure != null) {
                throw failure;
            }
            return new Came(Optional.empty(), Optional.empty(), false, Optional.empty());
        }

        @Override
        public Recipients recipients() {
            return ANN;
        }
    }
}
