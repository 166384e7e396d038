package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.Outcome;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.lane.Asked;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.FaultyDialect;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one writer is what all lanes wait for: a lane without limits asks it for no more than it has to. */
@Tag("store")
class StatementsTest {

    @TempDir
    Path folder;

    private TestOutbox outbox;
    private final List<String> statements = new CopyOnWriteArrayList<>();
    private volatile List<String> counted = List.of();

    @BeforeEach
    void open() {
        outbox = new TestOutbox(new TestCorridor(new FaultyDialect(folder.resolve("hub.db"), new FaultyDialect.Watch() {
            @Override
            public void before(String sql, int rows) {
                statements.add(sql);
            }
        })));
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        outbox.tell("inc_2", 1, NoticeKind.OPENED, "ops");
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void aClaimWithoutLimitsIsAReadOfTheBucketsTheClaimAndARead() {
        assertThat(claim()).hasSize(2);

        assertThat(counted).hasSize(3);
    }

    @Test
    void aClaimThatFindsNothingIsTheFirstTwoOfThem() {
        claim();

        assertThat(claim()).isEmpty();
        assertThat(counted).hasSize(2);
    }

    @Test
    void anEndThatCameAtOnceIsTheDeliveryAndALookAtWhoWaitedForIt() {
        Instant now = outbox.clock.instant();
        List<SettleDelivery.Attempt> ends = claim().stream()
                .map(delivery -> new SettleDelivery.Attempt(
                        delivery,
                        new Outcome.Delivered(Optional.of(200), "ok"),
                        now,
                        now,
                        Optional.empty(),
                        Optional.empty(),
                        Limits.none("ops")))
                .toList();

        counted((tx, inputs, at) ->
                List.of(new SettleDelivery(outbox.test.corridor, Notifying.NOBODY).apply(tx, ends, at)));

        assertThat(counted).hasSize(2);
    }

    private List<Delivery> claim() {
        ClaimDeliveries claiming =
                new ClaimDeliveries(outbox.test.corridor, Notifying.NOBODY, delivery -> Optional.empty());
        var request = new ClaimDeliveries.Request("ops", Asked.of(10), Limits.none("ops"), Optional.empty());
        return counted((Change<String, ClaimDeliveries.Claimed>)
                        (tx, inputs, now) -> claiming.apply(tx, List.of(request), now))
                .deliveries();
    }

    /** Counts those of the change, not how its transaction begins and ends. */
    private <R> R counted(Change<String, R> change) {
        return outbox.test.commit(
                (tx, inputs, now) -> {
                    statements.clear();
                    List<R> results = change.apply(tx, inputs, now);
                    counted = List.copyOf(statements);
                    return results;
                },
                "");
    }
}
