package io.tocsin.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that an older hub left opens, and means the same. */
class OlderStoreTest {
    @TempDir
    private Path folder;

    @Test
    void alertsGetTheIdentityOfTheSourceThatToldThemAndStayInTheirIncidents() {
        olderStore("5");

        assertThat(rows("SELECT identity || '|' || fingerprint || '|' || fire_count FROM alert ORDER BY id"))
                .containsExactly(
                        "am-eu|c0ffee|2",
                        "|arn:aws:cloudwatch:eu-west-1:1:alarm:a|2",
                        "shop|pagerduty:disk|2",
                        "?|old|2");
        assertThat(rows("SELECT group_key FROM incident ORDER BY id"))
                .containsExactly(
                        "am-eu c0ffee", " arn:aws:cloudwatch:eu-west-1:1:alarm:a", "shop pagerduty:disk", "? old");
        assertThat(rows("SELECT identity FROM event ORDER BY id")).containsExactly("am-eu", "aws", "shop");
    }

    private void olderStore(String version) {
        String url = "jdbc:sqlite:" + folder.resolve("hub.db");
        Flyway.configure()
                .dataSource(url, "", "")
                .locations("classpath:db/migration")
                .target(version)
                .load()
                .migrate();
        Jdbi.create(url).useHandle(tx -> {
            event(tx, "evt_1", "am-eu", "alertmanager");
            event(tx, "evt_2", "aws", "cloudwatch-alarm");
            event(tx, "evt_3", "shop", "pagerduty-event");
            alert(tx, "1", "c0ffee");
            alert(tx, "2", "arn:aws:cloudwatch:eu-west-1:1:alarm:a");
            alert(tx, "3", "pagerduty:shop:disk");
            alert(tx, "4", "old");
        });
    }

    private static void event(org.jdbi.v3.core.Handle tx, String id, String source, String mapping) {
        tx.execute(
                "INSERT INTO event (id, source, external_id, content_type, body, attributes, received_at, state, due_at,"
                        + " mapping) VALUES (?, ?, ?, '', '{}', '{}', 0, 'decided', 0, ?)",
                id,
                source,
                id,
                mapping);
    }

    private static void alert(org.jdbi.v3.core.Handle tx, String number, String fingerprint) {
        tx.execute(
                "INSERT INTO alert (id, fingerprint, status, severity, content, fire_count, first_seen_at, last_seen_at,"
                        + " event_id) VALUES (?, ?, 'firing', 'high', '{}', 2, 0, 0, ?)",
                "alr_" + number,
                fingerprint,
                "evt_" + number);
        tx.execute(
                "INSERT INTO incident (id, rule, group_key, state, severity, title, opened_at, noticed_at, notices)"
                        + " VALUES (?, 'all', ?, 'open', 'high', '', 0, 0, 1)",
                "inc_" + number,
                fingerprint);
        tx.execute("INSERT INTO incident_alert VALUES (?, ?)", "inc_" + number, "alr_" + number);
    }

    private List<String> rows(String sql) {
        try (Store store = Store.open(new SqliteDialect(folder.resolve("hub.db")), InstantSource.system())) {
            return store.read(tx -> tx.createQuery(sql).mapTo(String.class).list());
        }
    }
}
