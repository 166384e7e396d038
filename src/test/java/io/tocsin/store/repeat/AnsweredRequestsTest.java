package io.tocsin.store.repeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.event.StoreUnavailableException;
import io.tocsin.store.corridor.SettableClock;
import io.tocsin.store.repeat.Known.Answer;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key means one request for a day, at every hub on the store. */
@Tag("store")
class AnsweredRequestsTest {

    private static final Keyed ONE = Keyed.of("tok_1", "k", "what");
    private static final Keyed OTHER = Keyed.of("tok_1", "k", "something else");
    private static final Answer ANSWER = new Answer(201, "\"1.a\"", "{\"id\":\"a\"}");
    private static final Known ANSWERED = new Known.Answered(ANSWER);

    /** What a request does. */
    private static final Change<String, String> ACT = (tx, names, now) -> {
        names.forEach(name -> tx.createUpdate("INSERT INTO audit (id, at, actor, action, target, detail)"
                        + " VALUES (:name, 0, 'mia', 'act', 'x', '')")
                .bind("name", name)
                .execute());
        return names;
    };

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-30T08:00:00Z"));
    private Store store;
    private Store second;
    private AnsweredRequests here;
    private AnsweredRequests there;

    @BeforeEach
    void open(@TempDir Path folder) {
        Path file = folder.resolve("hub.db");
        store = Store.open(TestStores.at(file), clock);
        second = Store.open(TestStores.at(file), clock);
        here = new AnsweredRequests(store);
        there = new AnsweredRequests(second);
    }

    @AfterEach
    void close() {
        store.close();
        second.close();
    }

    private static String taken(Known known) {
        return ((Known.New) known).by();
    }

    private List<String> done() {
        return store.read(tx -> tx.createQuery("SELECT id FROM audit WHERE action = 'act' ORDER BY id")
                .mapTo(String.class)
                .list());
    }

    private static void act(AnsweredRequests hub, Store at, String by, String name, Optional<Answer> answer) {
        hub.doing(ONE, by, result -> answer, () -> at.submit(ACT, name).join());
    }

    @Test
    void theSameAgainIsToldWhatWasAnsweredAtEveryHub() {
        String by = taken(here.take(ONE));
        assertThat(there.take(ONE)).isEqualTo(new Known.UnderWay(Duration.ofSeconds(1)));
        here.answered(ONE, by, ANSWER);
        assertThat(there.take(ONE)).isEqualTo(ANSWERED);
        there.forget(ONE, by, false);
        assertThat(here.take(ONE)).as("what was answered is not forgotten").isEqualTo(ANSWERED);
    }

    @Test
    void anotherRequestUnderTheSameKeyIsAMistakeAndUnderSomebodyElsesIsNone() {
        String by = taken(here.take(ONE));
        assertThat(here.take(OTHER)).isEqualTo(new Known.Another());
        here.answered(ONE, by, ANSWER);
        assertThat(here.take(OTHER)).isEqualTo(new Known.Another());
        assertThat(here.take(Keyed.of("tok_2", "k", "something else"))).isInstanceOf(Known.New.class);
        assertThat(here.take(Keyed.of("tok_1", "k2", "something else"))).isInstanceOf(Known.New.class);
    }

    @Test
    void whatCameToNothingLeavesItsKeyFree() {
        String by = taken(here.take(ONE));
        here.forget(ONE, by, false);
        assertThat(here.take(OTHER)).isInstanceOf(Known.New.class);
    }

    @Test
    void aDayLaterAKeyIsFree() {
        here.answered(ONE, taken(here.take(ONE)), ANSWER);
        clock.advance(AnsweredRequests.KEPT.minusMillis(1));
        assertThat(here.take(ONE)).isEqualTo(ANSWERED);
        clock.advance(Duration.ofMillis(1));
        assertThat(here.take(OTHER)).isInstanceOf(Known.New.class);
    }

    @Test
    void whatWasCutOffIsDoneAnewButNotInPlaceOfAnother() {
        here.take(ONE);
        clock.advance(AnsweredRequests.UNDER_WAY.minusSeconds(20));
        assertThat(there.take(ONE)).isEqualTo(new Known.UnderWay(Duration.ofSeconds(20)));
        clock.advance(Duration.ofSeconds(20));
        assertThat(here.take(OTHER)).isEqualTo(new Known.Another());
        assertThat(there.take(ONE)).isInstanceOf(Known.New.class);
        assertThat(here.take(ONE)).isInstanceOf(Known.UnderWay.class);
    }

    @Test
    void whoseClockIsSetBackDoesNotWaitForADay() {
        here.take(ONE);
        clock.advance(Duration.ofHours(-3));
        assertThat(there.take(ONE)).isInstanceOf(Known.New.class);
    }

    @Test
    void whatIsDoneAndItsKeyAreOnDiskTogether() {
        String by = taken(here.take(ONE));
        act(here, store, by, "a", Optional.of(ANSWER));
        assertThat(there.take(ONE)).as("its hub may die now").isEqualTo(ANSWERED);
        assertThat(done()).containsExactly("a");
    }

    @Test
    void whatIsDoneAndNotAnsweredIsNotDoneAgain() {
        Instant begun = clock.instant();
        String by = taken(here.take(ONE));
        act(here, store, by, "a", Optional.empty());
        assertThat(there.take(ONE)).isInstanceOf(Known.UnderWay.class);
        here.forget(ONE, by, false);
        clock.advance(AnsweredRequests.UNDER_WAY);
        assertThat(there.take(ONE)).isEqualTo(new Known.Unanswered(begun));
        here.forget(ONE, by, true);
        assertThat(there.take(ONE)).as("it is known that it came to nothing").isInstanceOf(Known.New.class);
    }

    @Test
    void oneThatWasThoughtToBeCutOffDoesNothingMore() {
        String slow = taken(here.take(ONE));
        clock.advance(AnsweredRequests.UNDER_WAY);
        String by = taken(there.take(ONE));
        assertThatThrownBy(() -> act(here, store, slow, "slow", Optional.empty()))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreUnavailableException.class)
                .hasRootCauseMessage("a request took more than 60 s, and its key was taken by another try");
        here.answered(ONE, slow, new Answer(503, "", "{}"));
        here.forget(ONE, slow, true);
        act(there, second, by, "once", Optional.of(ANSWER));
        assertThat(done()).containsExactly("once");
        assertThat(here.take(ONE)).isEqualTo(ANSWERED);
    }

    @Test
    void othersOfTheSameCommitAreDoneWhereOneIsNot() {
        String slow = taken(here.take(ONE));
        clock.advance(AnsweredRequests.UNDER_WAY);
        there.take(ONE);
        List<CompletableFuture<String>> all = new ArrayList<>();
        here.doing(ONE, slow, result -> Optional.empty(), () -> all.add(store.submit(ACT, "slow")));
        for (int i = 0; i < 5; i++) {
            all.add(store.submit(ACT, "n" + i));
        }
        all.forEach(each -> each.handle((told, failure) -> told).join());
        assertThat(done()).containsExactly("n0", "n1", "n2", "n3", "n4");
    }

    @Test
    void ofManyAtOnceOneDoesIt() {
        List<CompletableFuture<Known>> asked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            AnsweredRequests hub = i % 2 == 0 ? here : there;
            asked.add(CompletableFuture.supplyAsync(() -> hub.take(ONE)));
        }
        assertThat(asked.stream().map(CompletableFuture::join).filter(Known.New.class::isInstance))
                .hasSize(1);
    }

    @Test
    void whatIsOldGoesAndWhatIsNotStays() {
        for (int i = 0; i < 5; i++) {
            here.take(Keyed.of("tok_1", "old" + i, ""));
        }
        clock.advance(AnsweredRequests.KEPT);
        here.take(ONE);
        assertThat(here.remove(3).rows()).isEqualTo(3);
        assertThat(here.remove(3).rows()).isEqualTo(2);
        assertThat(here.remove(3).rows()).isZero();
        assertThat(here.take(ONE)).isInstanceOf(Known.UnderWay.class);
    }

    @Test
    void ofOneWithTooManyTheOldestGo() {
        int more = 3;
        store.submit(
                        (tx, names, now) -> {
                            for (int i = 0; i < AnsweredRequests.MOST + more; i++) {
                                tx.execute(
                                        "INSERT INTO answered_request VALUES (?, 'tok_1', 'r', 'b', 'answered', 200, '', '{}', ?)",
                                        "id" + i,
                                        now.toEpochMilli() + i);
                            }
                            return names;
                        },
                        "")
                .join();
        here.take(Keyed.of("tok_2", "k", ""));
        assertThat(here.remove(2).rows()).isEqualTo(2);
        assertThat(here.remove(2).rows()).isEqualTo(1);
        assertThat(here.remove(2).rows()).isZero();
        long oldest =
                store.read(tx -> tx.createQuery("SELECT min(begun_at) FROM answered_request WHERE principal = 'tok_1'")
                        .mapTo(Long.class)
                        .one());
        assertThat(oldest).isEqualTo(clock.millis() + more);
    }

    @Test
    void theStoreHasNeitherTheKeyNorWhatWasAsked() {
        Keyed keyed = Keyed.of("tok_1", "my-own-key", "password=secret");
        assertThat(keyed.toString()).doesNotContain("my-own-key", "secret");
        assertThat(Keyed.of("tok_1", "another-key", "password=secret").request())
                .as("nor can two be compared")
                .isNotEqualTo(keyed.request());
    }
}
