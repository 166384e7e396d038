package io.tocsin.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdTest {

    @Test
    void idsSortInTheOrderInWhichTheyWereMadeWhateverTheirKind() {
        String before = Id.EVENT.next();
        for (int i = 0; i < 10_000; i++) {
            Id.ALERT.next();
            String next = Id.EVENT.next();
            assertThat(next).isGreaterThan(before);
            before = next;
        }
    }

    /** The clock was set back over a restart: what comes now is no older than what came then. */
    @Test
    void idsComeAfterThoseOfAnEarlierRunThatAreAheadOfTheClock() {
        String ahead = "evt_" + Id.EVENT.next().substring(4).replaceFirst("^0[0-9a-z]", "0z");

        Id.continueAfter(ahead);

        String next = Id.EVENT.next();
        assertThat(next).isGreaterThan(ahead);
        assertThat(Id.EVENT.next()).isGreaterThan(next);
    }

    @Test
    void whatIsNoIdIsPassedOver() {
        String before = Id.EVENT.next();
        Id.continueAfter("evt_1");

        assertThat(Id.EVENT.next()).isGreaterThan(before);
    }
}
