package io.tocsin.store.corridor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.event.StoreUnavailableException;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jdbi.v3.core.transaction.TransactionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("store")
class CorridorTest {

    private final AtomicInteger tries = new AtomicInteger();

    @TempDir
    Path folder;

    private TestCorridor test;

    @BeforeEach
    void open() {
        test = new TestCorridor(folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void whatEndedWhileTheDiskWasFullIsSettledOnceThereIsRoomAgain() throws Exception {
        Change<String, String> fullTwice = (tx, inputs, now) -> {
            if (tries.incrementAndGet() <= 2) {
                throw full();
            }
            return inputs;
        };

        assertThat(test.corridor.settle(fullTwice, "sent").get(20, TimeUnit.SECONDS))
                .isEqualTo("sent");
        assertThat(tries).hasValue(3);
    }

    @Test
    void aChangeThatIsItselfAtFaultIsNotTriedAgain() {
        Change<String, String> wrong = (tx, inputs, now) -> {
            tries.incrementAndGet();
            throw new IllegalStateException("wrong");
        };

        assertThatThrownBy(() -> test.corridor.settle(wrong, "").join())
                .hasCauseInstanceOf(StoreUnavailableException.class);
        assertThat(tries).hasValue(1);
    }

    @Test
    void whatIsSettledInOrderWaitsBehindWhatTheStoreDidNotTake() throws Exception {
        List<String> committed = new CopyOnWriteArrayList<>();
        Change<String, String> change = (tx, inputs, now) -> {
            if (inputs.contains("second") && tries.incrementAndGet() <= 2) {
                throw full();
            }
            inputs.stream().filter("poison"::equals).findFirst().ifPresent(poison -> {
                throw new IllegalStateException(poison);
            });
            tx.afterCommit(() -> committed.addAll(inputs));
            return inputs;
        };
        InOrder<String, String> ends = test.corridor.inOrder(change);

        List<CompletableFuture<String>> all = Stream.of("first", "second", "third", "poison", "fifth")
                .map(ends::settle)
                .toList();

        assertThat(all.get(4).get(20, TimeUnit.SECONDS)).isEqualTo("fifth");
        assertThat(committed).containsExactly("first", "second", "third", "fifth");
        assertThatThrownBy(all.get(3)::join).rootCause().hasMessage("poison");
        assertThat(tries.get()).isGreaterThan(2);
    }

    @Test
    void whatIsSettledInOrderDoesNotWaitForAStoreThatIsClosed() {
        InOrder<String, String> ends = test.corridor.inOrder((tx, inputs, now) -> List.copyOf(inputs));
        test.store.close();

        assertThatThrownBy(ends.settle("late")::join).hasCauseInstanceOf(StoreUnavailableException.class);
    }

    private static TransactionException full() {
        return new TransactionException("no room", TestStores.full());
    }

    @Test
    void aStoreThatIsClosedIsNotWaitedFor() {
        test.store.close();
        CompletableFuture<String> late = test.corridor.settle((tx, inputs, now) -> List.copyOf(inputs), "late");

        assertThatThrownBy(late::join).hasCauseInstanceOf(StoreUnavailableException.class);
    }
}
