package io.tocsin.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.corridor.TestCorridor;
import io.tocsin.store.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the outbox keeps beside its deliveries goes with what it is for. */
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
            run("INSERT INTO thread (incident_id, receiver, address, content, changed_at) VALUES ('" + id
                    + "', 'ops', '', '{}', 0)");
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
        run("INSERT INTO incident (id, rule, group_key, state, severity, title, opened_at, noticed_at, notices,"
                + " resolved_at) VALUES ('" + id + "', 'r', '" + id + "', '" + state + "', 'low', 't', 0, 0, 1, "
                + resolvedAt + ")");
    }

    private void bucket(String destination, long refilledAt, long pausedUntil) {
        run("INSERT INTO bucket (account, destination, tokens, refilled_at, paused_until) VALUES ('slack:1', '"
                + destination + "', 0, " + refilledAt + ", " + pausedUntil + ")");
    }

    private void delivery(String id, String state, String digest) {
        run(
                "INSERT INTO delivery (id, notice_id, incident_id, sequence, receiver, address, fallback_of, priority, state,"
                        + " created_at, due_at, settled_at, digest_id) VALUES ('" + id + "', '" + id
                        + "', 'i', 1, 'ops', '', '', 1, '" + state + "', 0, 0, 1, " + digest + ")");
    }

    private void run(String sql) {
        test.commit(SQL, sql);
    }
}
