package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.recipient.Address;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.lane.Lane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("store")
class TellFallbackTest {

    @TempDir
    Path folder;

    private TestOutbox outbox;

    @BeforeEach
    void open() {
        outbox = new TestOutbox(folder);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void aFallbackIsToldOnceHoweverOftenTheDeadLetterRouteRuns() {
        outbox.addLane("mail");
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        Delivery dead = outbox.claimOne();
        outbox.kill(dead);
        TellFallback telling = new TellFallback(outbox.test.corridor, Notifying.NOBODY);
        String letter = outbox.column("SELECT id FROM dead_letter").get(0);
        TellFallback.Told told =
                new TellFallback.Told(letter, 0, Optional.of(dead.id()), List.of(new Address("mail", "")));

        outbox.test.commit(telling, told);
        outbox.test.commit(telling, told);

        assertThat(outbox.column("SELECT receiver || ' ' || fallback_of FROM delivery WHERE fallback_of <> ''"))
                .containsExactly("mail " + dead.id());
        assertThat(outbox.column("SELECT told FROM dead_letter")).containsExactly("1");
    }

    @Test
    void aFallbackIsToldThoughTheDeadLetterCannotBeForwardedYet() {
        outbox.addLane("mail");
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        Delivery dead = outbox.claimOne();
        outbox.kill(dead);
        TellFallback telling = new TellFallback(outbox.test.corridor, Notifying.NOBODY);
        String letter = outbox.column("SELECT id FROM dead_letter").get(0);
        List<Address> drafts = List.of(new Address("mail", ""));

        outbox.test.commit(
                telling, new TellFallback.Told(letter, 0, Optional.of(dead.id()), drafts, Optional.of("SQS is away")));
        assertThat(outbox.column("SELECT receiver FROM delivery WHERE state = 'pending'"))
                .containsExactly("mail");
        assertThat(outbox.column("SELECT told FROM dead_letter")).containsExactly("0");
        assertThat(outbox.column("SELECT due_at - created_at FROM dead_letter"))
                .as("about half a minute")
                .allSatisfy(pause -> assertThat(Long.parseLong(pause)).isBetween(24_000L, 36_000L));

        outbox.test.commit(telling, new TellFallback.Told(letter, 0, Optional.of(dead.id()), drafts));
        assertThat(outbox.column("SELECT receiver FROM delivery WHERE state = 'pending'"))
                .containsExactly("mail");
        assertThat(outbox.column("SELECT told FROM dead_letter")).containsExactly("1");
    }

    @Test
    void aPlaceThatAFallbackTookIsGivenBackWhereALaterDeadLetterOfItsGroupFails() {
        Lane<Delivery> lane = outbox.addIdleLane("mail", delivery -> {});
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        Delivery dead = outbox.claimOne();
        outbox.kill(dead);
        String letter = outbox.column("SELECT id FROM dead_letter").get(0);
        TellFallback telling = new TellFallback(outbox.test.corridor, Notifying.NOBODY);
        List<TellFallback.Told> group = new ArrayList<>();
        group.add(new TellFallback.Told(letter, 0, Optional.of(dead.id()), List.of(new Address("mail", ""))));
        group.add(null); // fails as a broken disk would, after the first took its place

        assertThatThrownBy(() -> outbox.test
                        .store
                        .submit((tx, inputs, now) -> List.of(telling.apply(tx, group, now)), "")
                        .join())
                .hasRootCauseInstanceOf(NullPointerException.class);
        assertThat(lane.inHand()).isZero();
    }
}
