package io.tocsin.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hubs whose own clocks differ go by the one of the database that they share. */
@Tag("slow")
@Timeout(60)
class ServerClockTest {

    private static final Change<String, Instant> ASKING = (tx, inputs, now) -> List.of(now);

    @TempDir
    Path folder;

    @Test
    void aHubWhoseClockIsAnHourOffIsAsGoodAsAnyOther() {
        InstantSource wrong = () -> Instant.now().minus(1, ChronoUnit.HOURS);
        try (Store a = Store.open(TestStores.sharedByTheServersClock(folder, "a"), wrong);
                Store b = Store.open(TestStores.sharedByTheServersClock(folder, "b"), InstantSource.system())) {
            assertThat(a.time().instant()).as("from the start").isCloseTo(Instant.now(), within(5, ChronoUnit.SECONDS));
            Instant first = a.submit(ASKING, "").join();
            Instant second = b.submit(ASKING, "").join();
            Instant third = a.submit(ASKING, "").join();

            assertThat(List.of(first, second, third)).isSorted();
            assertThat(first).isCloseTo(Instant.now(), within(5, ChronoUnit.SECONDS));
            assertThat(a.time().instant()).isCloseTo(third, within(5, ChronoUnit.SECONDS));
        }
    }
}
