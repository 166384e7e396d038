package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.SqliteOnly;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the outbox keeps beside its deliveries goes with what it is for. */
@Tag("store")
class RetentionOfDeliveriesTest {

    private static final Change<String, Void> SQL = (tx, statements, now) -> {
        statements.forEach(tx::execute);
        return Collections.nCopies(statements.size(), null);
    };

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
    void aThreadStaysWhileItsIncidentDoes() {
        incident("inc_open", "open", "NULL");
        incident("inc_over", "resolved", "1");
        for (String id : new String[] {"inc_open", "inc_over", "ntc_of_a_digest"}) {
            run("INSERT INTO thread (incident_id, receiver, address, round, content, changed_at) VALUES ('" + id
                    + "', 'ops', '', 1, '{}', 0)");
        }

        sweep();

        assertThat(test.column("SELECT incident_id FROM thread")).containsExactly("inc_open");
    }

    @Test
    void theBucketOfADestinationGoesWhenItIsFullAgainForLong() {
        long now = test.clock.millis();
        bucket("", 0, 0);
        bucket("+1", 0, 0);
        bucket("+2", 0, now);
        bucket("+3", now, 0);

        sweep();

        assertThat(test.column("SELECT destination FROM bucket ORDER BY destination"))
                .containsExactly("", "+2", "+3");
    }

    @Test
    void whatADigestTellsStaysWhileTheDigestIsDead() {
        delivery("dlv_dead", "dead", "NULL");
        delivery("dlv_done", "delivered", "NULL");
        delivery("dlv_told_by_dead", "collapsed", "'dlv_dead'");
        delivery("dlv_told_by_done", "collapsed", "'dlv_done'");

        sweep();

        assertThat(test.column("SELECT id FROM delivery ORDER BY id")).containsExactly("dlv_dead", "dlv_told_by_dead");
    }

    @Test
    void whoWasToldStaysKnownWhileTheRestOfTheNoticeCanBeRedriven() {
        delivery("ntc_open", "delivered", "NULL");
        delivery("ntc_mended", "delivered", "NULL");
        deadLetterOf("ntc_open", "open");
        deadLetterOf("ntc_mended", "redriven");

        sweep();

        assertThat(test.column("SELECT notice_id FROM delivery")).containsExactly("ntc_open");
    }

    /** Old rows that have to stay are read beside the writer, which gets nothing to do for them. */
    @SqliteOnly
    @Test
    void whatHasToStayCostsTheWriterNothing() {
        for (int i = 0; i < 1_200; i++) {
            delivery("dlv_" + i, "dead", "NULL");
        }
        long before = changes();

        sweep();

        assertThat(test.column("SELECT count(*) FROM delivery")).containsExactly("1200");
        assertThat(changes()).as("changes that the writer made").isEqualTo(before);
    }

    /** The look goes by the index and reads no more than a batch, whatever it finds. */
    @SqliteOnly
    @Test
    void everyLookIsARangeOfAnIndexAndReadsABatchAtMost() {
        for (Settled table : Retention.TABLES) {
            if (table.table().equals("bucket")) {
                continue; // one row a destination, and most of them may go
            }
            List<String> plan = test.store.read(tx -> tx.createQuery("EXPLAIN QUERY PLAN " + table.select())
                    .bind("at", 0)
                    .bind("before", 1)
                    .bind("most", 1)
                    .bind("k0", "")
                    .bind("k1", "")
                    .bind("k2", "")
                    .bind("k3", "")
                    .map((row, context) -> row.getString("detail"))
                    .list());
            assertThat(plan)
                    .as(table.table())
                    .anyMatch(step -> step.matches("SEARCH r USING (COVERING )?INDEX .*")
                            && step.contains((table.made().isPresent() ? "id" : table.time()) + ">"))
                    .noneMatch(step -> step.startsWith("SCAN"));
        }
    }

    @Test
    void whatMayGoBehindManyThatStayOfTheSameTimeGoes() {
        for (int i = 0; i < 1_200; i++) {
            delivery("dlv_" + i, "dead", "NULL");
        }
        delivery("dlv_z", "delivered", "NULL");

        sweep();

        assertThat(test.column("SELECT id FROM delivery WHERE state <> 'dead'")).isEmpty();
    }

    private long changes() {
        Change<String, Long> counting = (tx, inputs, now) -> List.of(
                tx.createQuery("SELECT total_changes()").mapTo(Long.class).one());
        return test.commit(counting, "");
    }

    private void deadLetterOf(String notice, String state) {
        run(
                "INSERT INTO dead_letter (id, kind, event_id, notice_id, source, failure_class, reason, state, created_at, told,"
                        + " due_at) VALUES ('dea_" + notice + "', 'notice', 'e', '" + notice
                        + "', 's', 'permanent', 'r', '"
                        + state + "', 0, 1, 0)");
    }

    private void sweep() {
        new Retention(test.store, test.clock, Duration.ofDays(30)).sweep();
    }

    private void incident(String id, String state, String resolvedAt) {
        run("INSERT INTO incident (id, group_key, alert_id, rules, state, severity, title, version, opened_at,"
                + " changed_at, resolved_at, book) VALUES ('" + id + "', '" + id + "', 'a', '[]', '" + state
                + "', 'low', 't', 1, 0, 0, " + resolvedAt + ", '{}')");
    }

    private void bucket(String destination, long refilledAt, long pausedUntil) {
        run("INSERT INTO bucket (account, destination, tokens, refilled_at, paused_until) VALUES ('slack:1', '"
                + destination + "', 0, " + refilledAt + ", " + pausedUntil + ")");
    }

    private void delivery(String id, String state, String digest) {
        run(
                "INSERT INTO delivery (id, notice_id, incident_id, version, receiver, address, fallback_of, priority, state,"
                        + " created_at, due_at, settled_at, digest_id) VALUES ('" + id + "', '" + id
                        + "', 'i', 1, 'ops', '', '', 1, '" + state + "', 0, 0, 1, " + digest + ")");
    }

    private void run(String sql) {
        test.commit(SQL, sql);
    }
}
