package io.tocsin.source.pushover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.hub.Sink;
import io.tocsin.model.answer.Came;
import io.tocsin.model.answer.Wish;
import io.tocsin.model.event.StoreUnavailableException;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.TestPeople;
import io.tocsin.net.guard.AddressGuard;
import io.tocsin.source.chat.ChatDesk;
import io.tocsin.source.pushover.PushoverDesk.Emergency;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receipts as https://pushover.net/api/receipts has them. */
class PushoverPollsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Recipients ANN =
            new Recipients(List.of(TestPeople.person("ann", Map.of("pushover", "uAnn"))), List.of(), List.of());

    private final List<Emergency> ringing =
            new CopyOnWriteArrayList<>(List.of(new Emergency("inc_a", "rA"), new Emergency("inc_b", "rB")));
    private final Map<String, String> confirmedBy = new ConcurrentHashMap<>();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final AtomicReference<RuntimeException> fault = new AtomicReference<>();
    private final AtomicBoolean leads = new AtomicBoolean(true);
    private Sink pushover;
    private PushoverPolls polls;

    @BeforeEach
    void start() {
        pushover = Sink.start().answer(this::answer);
        polls = new PushoverPolls(
                new Desk(),
                receiver -> receiver.equals("duty-push") ? ringing : List.of(),
                Runnable::run,
                AddressGuard.allowing("127.0.0.0/8"),
                leads::get);
        polls.setUrl(pushover.url().replaceFirst("/hook$", "/1/"));
        polls.setToken("azGDORePK8gMaC0QOYAMyEEuzJnyUi");
        polls.setReceiver("duty-push");
        polls.start();
    }

    @AfterEach
    void stop() {
        polls.stop();
        pushover.close();
    }

    private Sink.Reply answer(Sink.Got got) {
        String receipt = got.path().replaceFirst("^/1/receipts/(\\w+)\\.json$", "$1");
        if (refused.containsKey(receipt)) {
            return new Sink.Reply(
                    refused.get(receipt),
                    "{\"receipt\":\"not found\",\"status\":0,\"errors\":[\"receipt not found\"]}");
        }
        String user = confirmedBy.getOrDefault(receipt, "");
        return new Sink.Reply(200, """
                {"status":1,"acknowledged":%d,"acknowledged_at":%d,"acknowledged_by":"%s","acknowledged_by_device":"",
                 "last_delivered_at":1360001238,"expired":0,"expires_at":1360019290,"called_back":0,"called_back_at":0,"request":"x"}
                """.formatted(user.isEmpty() ? 0 : 1, user.isEmpty() ? 0 : 1_360_019_238, user));
    }

    private long asked(String receipt) {
        return pushover.got().stream()
                .filter(got -> got.path().equals("/1/receipts/" + receipt + ".json"))
                .count();
    }

    /** As the timer of a route asks. */
    private void until(Callable<Boolean> so) {
        await().atMost(SOON).until(() -> {
            polls.process(null);
            return so.call();
        });
    }

    @Test
    void whoeverConfirmsAcknowledgesOnceAndIsNotAskedForAgain() {
        until(() -> asked("rA") > 1 && asked("rB") > 1);
        assertThat(done).isEmpty();
        confirmedBy.put("rA", "uAnn");
        confirmedBy.put("rB", "uStranger");
        until(() -> done.size() == 2);
        assertThat(done)
                .containsExactlyInAnyOrder(
                        "ACKNOWLEDGE inc_a by ann, ann (pushover), pushover rA",
                        "ACKNOWLEDGE inc_b by duty-push, duty-push (pushover), pushover rB");
        long before = asked("rA");
        ringing.add(new Emergency("inc_c", "rC"));
        until(() -> asked("rC") > 1);
        assertThat(asked("rA")).isEqualTo(before);
        assertThat(done).hasSize(2);
    }

    @Test
    void whatPushoverDoesNotKnowIsAskedOnceAndStandsInNobodysWay() {
        refused.put("rA", 404);
        confirmedBy.put("rB", "uAnn");
        until(() -> done.size() == 1);
        until(() -> polls.trouble().isEmpty());
        assertThat(asked("rA")).isOne();
    }

    @Test
    void whatTheStoreCouldNotTakeIsDoneLater() {
        confirmedBy.put("rA", "uAnn");
        fault.set(new StoreUnavailableException("away"));
        until(() -> polls.trouble().isPresent());
        assertThat(polls.trouble().orElseThrow()).contains("duty-push", "away");
        leads.set(false);
        assertThat(polls.trouble()).isEmpty();
        leads.set(true);
        fault.set(null);
        until(() -> done.size() == 1);
        until(() -> polls.trouble().isEmpty());
    }

    @Test
    void anAnswerThatIsNoneIsTrouble() {
        refused.put("rA", 502);
        until(() -> polls.trouble().isPresent());
        assertThat(polls.trouble().orElseThrow())
                .contains("Pushover answered 502")
                .doesNotContain("azGDORe");
    }

    @Test
    void ofSeveralHubsOneAsksAndOneThatIsStoppedDoesNot() {
        leads.set(false);
        polls.process(null);
        leads.set(true);
        polls.stop();
        polls.process(null);
        assertThat(pushover.got()).isEmpty();
        polls.start();
        until(() -> asked("rB") > 0);
    }

    @Test
    void whatIsNoTokenIsRefusedAtTheStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> polls.setToken("a/SECRET"))
                .withMessageContaining("token")
                .withMessageNotContaining("SECRET");
    }

    private final class Desk implements ChatDesk {
        @Override
        public Came act(Wish wish) {
            RuntimeException failure = fault.get();
            if (failure != null) {
                throw failure;
            }
            done.add(wish.act() + " " + wish.incident() + " by " + wish.by() + ", " + wish.actor() + ", "
                    + wish.once().orElseThrow());
            return new Came(Optional.empty(), Optional.empty(), true, Optional.empty());
        }

        @Override
        public Recipients recipients() {
            return ANN;
        }
    }
}
