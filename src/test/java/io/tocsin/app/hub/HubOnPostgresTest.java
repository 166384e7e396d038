package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.store.sql.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hub whose settings name a PostgreSQL database, as an operator would. */
@Tag("slow")
@Timeout(120)
class HubOnPostgresTest {

    @TempDir
    Path folder;

    @Test
    void anEventIsAcceptedSentAndTracedAndStillThereAfterARestart() throws Exception {
        try (Sink sink = Sink.start()) {
            HubFiles files = HubFiles.in(folder)
                    .with(Setting.STORE, TestStores.url(folder))
                    .with(Setting.STORE_USER, "postgres")
                    .rules("rules: [ { name: all, when: { status: [ firing ] }, notify: [ hook ] } ]")
                    .webhook("hook", sink.url(), Map.of());
            String event;
            try (TestHub hub = files.start()) {
                event = hub.send("ci", "{\"title\": \"it burns\"}");
                sink.await(1);
            }
            try (TestHub hub = files.start()) {
                assertThat(hub.get("/v1/events/" + event).body()).contains("it burns", "delivered");
            }
            assertThat(Files.exists(folder.resolve("data/hub.db"))).isFalse();
        }
    }

    /** Each would take what the other sends for left behind by an earlier run. */
    @Test
    void aSecondHubOfTheSameNameOnTheDatabaseRefusesToStart() {
        HubFiles first = HubFiles.in(folder.resolve("a"))
                .with(Setting.STORE, TestStores.url(folder))
                .with(Setting.STORE_USER, "postgres");
        HubFiles second = HubFiles.in(folder.resolve("b"))
                .with(Setting.STORE, TestStores.url(folder))
                .with(Setting.STORE_USER, "postgres");
        try (TestHub running = first.start()) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(CannotStartException.class)
                    .hasMessageContaining("Another hub named tocsin has the store jdbc:postgresql://");
        }
        second.start().close();
    }

    @Test
    void theUrlOfAStoreIsChecked() {
        assertThat(StoreChoice.fault("")).isEmpty();
        assertThat(StoreChoice.fault("jdbc:postgresql://db:5432/tocsin?sslmode=verify-full"))
                .isEmpty();
        assertThat(StoreChoice.fault("postgresql://db/tocsin")).isPresent();
        assertThat(StoreChoice.fault("jdbc:mysql://db/tocsin")).isPresent();
        assertThat(StoreChoice.fault("jdbc:postgresql://db/tocsin?user=x&password=y"))
                .hasValueSatisfying(fault -> assertThat(fault).contains("hub.store.password"));
        assertThat(StoreChoice.fault("jdbc:postgresql://db/tocsin?reWriteBatchedInserts=true"))
                .isPresent();
        assertThat(StoreChoice.fault("jdbc:postgresql://me:secret@db/tocsin")).isPresent();
    }

    @Test
    void thePasswordMayBeASecretAndOneThatIsNotThereIsSaidByItsSetting() throws Exception {
        Path secret = Files.writeString(folder.resolve("password"), "from the file\n");
        HubSettings settings = HubSettings.read(folder.resolve("none.properties"), name -> Optional.empty())
                .with(Setting.STORE, "jdbc:postgresql://localhost:1/hub");

        assertThat(StoreChoice.value(
                        settings.with(Setting.STORE_PASSWORD, "{{file:" + secret + "}}"), Setting.STORE_PASSWORD))
                .isEqualTo("from the file");
        HubSettings missing = settings.with(Setting.STORE_PASSWORD, "{{file:/nowhere/password}}");
        assertThatThrownBy(() -> StoreChoice.of(missing, folder.resolve("hub.db")))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("hub.store.password={{file:/nowhere/password}}");
    }
}
