package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Setting;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import io.tocsin.store.corridor.SettableClock;
import io.tocsin.store.sql.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hub moves to PostgreSQL and back, and goes on where it was. */
@Tag("slow")
@Timeout(120)
class StoreCopyCommandTest {

    private static final String WAITING = "SELECT count(*) FROM delivery WHERE state = 'pending' AND owner IS NULL";

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-08-20T10:00:00Z"));

    @Test
    void whatWaitsGoesOutAndWhatIsOpenEndsInTheOtherStoreAndBack() throws Exception {
        String database = TestStores.url(folder);
        try (Sink sink = Sink.start()) {
            HubFiles files = HubFiles.in(folder.resolve("hub"))
                    .clock(clock)
                    .everythingTo(sink)
                    .with(Setting.STORE_USER, "postgres");
            String incident;
            try (TestHub hub = files.start()) {
                sink.answer(503, "not now");
                hub.send("ci", event("firing"));
                await().until(() -> sink.got().size() == 1 && hub.count(WAITING) == 1);
                incident = hub.text("SELECT id FROM incident").orElseThrow();
            }

            Shell.Ran there = copy(files.data().toString(), database);
            assertThat(there.err()).isEmpty();
            assertThat(there.exit()).isZero();
            assertThat(there.out())
                    .contains("hub.store=" + database, "hub.store.user=postgres")
                    .containsPattern("(?m)^delivery +1 +[0-9a-f]{32}$")
                    .containsPattern("(?m)^event +1 ");

            files.with(Setting.STORE, database);
            sink.answer(200, "ok");
            try (TestHub hub = files.start()) {
                clock.advance(Duration.ofMinutes(1));
                sink.await(2);
                await().until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'delivered'") == 1);
            }

            Path other = folder.resolve("other");
            Shell.Ran back = copy(database, other.toString());
            assertThat(back.err()).isEmpty();
            assertThat(back.out()).contains("hub.data=" + other, "admin-token");
            Files.copy(files.data().resolve("admin-token"), other.resolve("admin-token"));

            files.with(Setting.STORE, "").with(Setting.DATA, other.toString());
            try (TestHub hub = files.start()) {
                hub.send("ci", event("resolved"));
                List<Sink.Got> got = sink.await(3);
                assertThat(TestHub.json(got.get(2).body()).at("/notice/kind").asText())
                        .isEqualTo("resolved");
                await().until(() -> hub.text("SELECT state FROM incident WHERE id = '" + incident + "'")
                        .filter("resolved"::equals)
                        .isPresent());
            }
        }
    }

    @Test
    void whatIsNotEmptyOrInUseOrNotThereIsRefusedAndLeftAsItIs() throws Exception {
        String database = TestStores.url(folder);
        HubFiles files = HubFiles.in(folder.resolve("hub")).with(Setting.STORE_USER, "postgres");
        String data = files.data().toString();

        assertRefused(copy(data, database), "There is no store in " + data);
        try (TestHub hub = files.start()) {
            hub.send("ci", event("firing"));
            assertRefused(copy(data, database), "Another hub is running on the data folder");
        }
        assertRefused(copy(data, data), "the same store");
        assertRefused(copy(data, "jdbc:mysql://db/hub"), "jdbc:postgresql://<host>");
        assertRefused(copy(data, "jdbc:postgresql://localhost:1/hub"), "cannot be reached");

        assertThat(copy(data, database).exit()).isZero();
        assertRefused(copy(data, database), "The target is not empty");

        files.with(Setting.STORE, database);
        try (TestHub hub = files.start()) {
            assertRefused(copy(database, folder.resolve("other").toString()), "the store " + database);
            assertThat(hub.count("SELECT count(*) FROM event")).isEqualTo(1);
        }
    }

    private static void assertRefused(Shell.Ran ran, String why) {
        assertThat(ran.exit()).as(ran.out()).isEqualTo(1);
        assertThat(ran.err()).contains(why).doesNotContain("\tat ");
    }

    private Shell.Ran copy(String from, String to) throws IOException {
        Path settings = Files.writeString(folder.resolve("application.properties"), "hub.store.user=postgres\n");
        return Shell.in(folder).run("store", "copy", "--from", from, "--to", to, "--config", settings.toString());
    }

    private static String event(String status) {
        return "{\"title\": \"it burns\", \"fingerprint\": \"one\", \"status\": \"%s\"}".formatted(status);
    }
}
