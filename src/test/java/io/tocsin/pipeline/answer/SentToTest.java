package io.tocsin.pipeline.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.SqliteOnly;
import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which incidents somebody's phone was sent. */
class SentToTest {

    private static final String ANN = "+4915110000001";

    private Store store;

    @BeforeEach
    void start(@TempDir Path folder) {
        store = Store.open(TestStores.at(folder.resolve("hub.db")), InstantSource.system());
    }

    @AfterEach
    void stop() {
        store.close();
    }

    /** Writes in one transaction. */
    private void write(Change<String, Boolean> change) {
        store.submit(change, "").join();
    }

    private static List<Boolean> done() {
        return List.of(true);
    }

    private static void incident(Handle tx, String id, String state, String acknowledgedBy) {
        tx.execute(
                "INSERT INTO incident (id, group_key, alert_id, rules, state, severity, title, version, opened_at, changed_at, book,"
                        + " acknowledged_by) VALUES (?, ?, ?, '[]', ?, 'high', ?, 1, 1, 1, '{}', ?)",
                id,
                "g" + id,
                "a" + id,
                state,
                "Title of " + id,
                acknowledgedBy);
        tx.execute(
                "INSERT INTO notice (id, incident_id, event_id, version, round, kind, rules, receivers, message, state, created_at,"
                        + " due_at) VALUES (?, ?, 'e', 1, 1, 'opened', '[]', '[]', '{}', 'told', 1, 1)",
                "n" + id,
                id);
    }

    private static void delivery(Handle tx, String id, String incident, String address, String state, String digest) {
        tx.execute(
                "INSERT INTO delivery (id, notice_id, incident_id, version, receiver, address, fallback_of, priority, state, created_at,"
                        + " due_at, digest_id) VALUES (?, ?, ?, 1, 'texts', ?, '', 1, ?, 1, 1, ?)",
                id,
                "n" + incident,
                incident,
                address,
                state,
                digest);
    }

    @Test
    void whatWasSentLastComesFirstAndWhatADigestToldWasSentToo() {
        write((tx, orders, now) -> {
            incident(tx, "inc_1", "open", null);
            delivery(tx, "dlv_1", "inc_1", ANN, "delivered", null);
            incident(tx, "inc_2", "open", "ben");
            delivery(tx, "dlv_2", "inc_2", ANN, "collapsed", "dlv_8");
            delivery(tx, "dlv_8", "digest_1", ANN, "delivered", null);
            incident(tx, "inc_3", "open", null);
            delivery(tx, "dlv_3", "inc_3", ANN, "collapsed", "dlv_9");
            delivery(tx, "dlv_9", "digest_2", ANN, "pending", null);
            incident(tx, "inc_4", "open", null);
            delivery(tx, "dlv_4", "inc_4", "+4915110000002", "delivered", null);
            incident(tx, "inc_5", "resolved", null);
            delivery(tx, "dlv_5", "inc_5", ANN, "delivered", null);
            incident(tx, "inc_6", "ending", null);
            delivery(tx, "dlv_6", "inc_6", ANN, "delivered", null);
            return done();
        });
        assertThat(new SentTo(store).open(ANN))
                .containsExactly(
                        new SentTo.Open("inc_6", "Title of inc_6", false),
                        new SentTo.Open("inc_2", "Title of inc_2", true),
                        new SentTo.Open("inc_1", "Title of inc_1", false));
    }

    @Test
    @SqliteOnly
    void incidentsThatAreOverAreNotLookedAt() {
        List<String> plan = store.read(tx -> tx.createQuery("EXPLAIN QUERY PLAN " + SentTo.OPEN)
                .bind("address", ANN)
                .map((row, context) -> row.getString("detail"))
                .list());
        assertThat(plan)
                .anyMatch(step -> step.contains("incident USING INDEX incident_open"))
                .noneMatch(step -> step.startsWith("SCAN incident USING INDEX sqlite_autoindex")
                        || step.equals("SCAN incident")
                        || step.matches("SCAN [nd]\\b.*"));
    }
}
