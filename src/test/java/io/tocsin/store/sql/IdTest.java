package io.tocsin.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import io.tocsin.store.corridor.TestCorridor;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    /** Each kind counts on for itself while the clock is behind: the next start begins after all of them, and makes no id twice. */
    @ParameterizedTest
    @EnumSource
    void idsComeAfterThoseOfAnyKindThatAreInTheStore(Id kind, @TempDir Path folder) {
        Ulid now = Ulid.from(Id.EVENT.next().substring(4));
        String ahead = new Ulid(now.getMostSignificantBits() + (60_000L << Short.SIZE), now.getLeastSignificantBits())
                .toLowerCase();
        try (TestCorridor test = new TestCorridor(folder)) {
            test.commit(
                    (tx, inputs, time) -> inputs.stream()
                            .map(table -> inserted(tx, table, ahead))
                            .toList(),
                    kind.table());

            test.store.read(tx -> {
                Id.continueAfterThoseOf(tx);
                return null;
            });
        }

        for (Id each : Id.values()) {
            assertThat(each.next().substring(4)).isGreaterThan(ahead);
        }
    }

    /** A row of which nothing but its id matters. */
    private static int inserted(Handle tx, String table, String ulid) {
        List<String> needed = tx.createQuery(
                        "SELECT name FROM pragma_table_info(:table) WHERE \"notnull\" = 1 AND dflt_value IS NULL AND name <> 'id'")
                .bind("table", table)
                .mapTo(String.class)
                .list();
        return tx.execute("INSERT INTO " + table + " (id"
                + needed.stream().map(name -> ", " + name).collect(Collectors.joining()) + ") VALUES ('any_" + ulid
                + "'"
                + needed.stream().map(name -> ", 0").collect(Collectors.joining()) + ")");
    }

    @Test
    void whatIsNoIdIsPassedOver() {
        String before = Id.EVENT.next();
        Id.continueAfter("evt_1");

        assertThat(Id.EVENT.next()).isGreaterThan(before);
    }
}
