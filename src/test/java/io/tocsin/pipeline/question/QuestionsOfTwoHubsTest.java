package io.tocsin.pipeline.question;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.question.Approval;
import io.tocsin.model.question.Approval.Awaited;
import io.tocsin.model.question.Approval.Over;
import io.tocsin.model.question.Entries;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Resolution;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs that hear of two executions at the same action at the same time: one question of both is open, and none is lost; of what is over at once none is. */
@Tag("store")
@Timeout(120)
class QuestionsOfTwoHubsTest {

    private static final int ROUNDS = 20;

    private static Change<List<QuestionNews>, Boolean> taking(TestCorridor hub) {
        TakeQuestionNews take = new TakeQuestionNews(hub.corridor, new Notifying(Map::of, Recipients::none));
        return (tx, news, now) ->
                news.stream().map(one -> take.write(tx, one, now).isEmpty()).toList();
    }

    private static List<QuestionNews> asks(String execution) {
        return List.of(new QuestionNews(
                "evt_1",
                "aws",
                new Awaited(
                        new Approval.Place("111122223333", "eu-west-1", "prod-deploy"),
                        "Production",
                        "Approve",
                        "execution " + execution,
                        Optional.empty(),
                        Optional.of(execution),
                        Optional.of(execution),
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        List.of()),
                Optional.of(Entries.production()),
                new Resolution(List.of(Address.of("hook")), List.of())));
    }

    private static List<QuestionNews> ends(String execution) {
        return List.of(new QuestionNews(
                "evt_2",
                "aws",
                new Over(execution, Optional.of("execution " + execution), Optional.empty(), "it was approved"),
                Optional.empty(),
                new Resolution(List.of(), List.of())));
    }

    private static CompletableFuture<Boolean> take(TestCorridor hub, List<QuestionNews> news, CyclicBarrier together) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                together.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return hub.commit(taking(hub), news);
        });
    }

    @Test
    void ofOneActionOneIsOpen(@TempDir Path folder) {
        Path file = folder.resolve("hub.db");
        try (TestCorridor one = new TestCorridor(TestStores.shared(file, "hub-1"), "hub-1", Duration.ofSeconds(1));
                TestCorridor two = new TestCorridor(TestStores.shared(file, "hub-2"), "hub-2", Duration.ofSeconds(1))) {
            CyclicBarrier together = new CyclicBarrier(2);
            for (int round = 0; round < ROUNDS; round++) {
                CompletableFuture<Boolean> first = take(one, asks("a-" + round), together);
                CompletableFuture<Boolean> second = take(two, asks("b-" + round), together);
                first.join();
                second.join();
                assertThat(one.column("SELECT count(*) FROM question WHERE state = 'open'"))
                        .containsExactly("1");
            }
            assertThat(one.column("SELECT count(*) FROM question")).containsExactly(String.valueOf(2 * ROUNDS));
        }
    }

    @Test
    void anEndAtTheSameTimeAsItsBeginningLeavesNothingOpen(@TempDir Path folder) {
        Path file = folder.resolve("hub.db");
        try (TestCorridor one = new TestCorridor(TestStores.shared(file, "hub-1"), "hub-1", Duration.ofSeconds(1));
                TestCorridor two = new TestCorridor(TestStores.shared(file, "hub-2"), "hub-2", Duration.ofSeconds(1))) {
            CyclicBarrier together = new CyclicBarrier(2);
            for (int round = 0; round < ROUNDS; round++) {
                CompletableFuture<Boolean> beginning = take(one, asks("a-" + round), together);
                CompletableFuture<Boolean> end = take(two, ends("a-" + round), together);
                beginning.join();
                end.join();
            }
            assertThat(one.column("SELECT state FROM question")).hasSize(ROUNDS).containsOnly("withdrawn");
        }
    }
}
