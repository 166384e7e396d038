package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.hubs.HubId;
import io.tocsin.store.hubs.Membership;
import io.tocsin.store.sql.Change;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run left claimed is due when the hub starts again, instead of when the leases end. */
@Tag("store")
class LeasesTest {
    private static final Change<String, Void> SQL = (tx, statements, now) -> {
        statements.forEach(tx::execute);
        return Collections.nCopies(statements.size(), null);
    };

    @TempDir
    Path folder;

    @Test
    void aRestartGivesBackWhatThisHubHadClaimedInEveryRoomAndNothingElse() {
        try (TestCorridor test = new TestCorridor(folder)) {
            long leaseEnd = TestCorridor.START.plus(TestCorridor.LEASE).toEpochMilli();
            for (String owner : List.of("'hub-1'", "'hub-2'")) {
                claimed(owner, leaseEnd).forEach(row -> test.commit(SQL, row));
            }

            Membership.join(test.store, HubId.fresh("hub-1"), ClaimedTables.ALL, System::nanoTime);

            for (String room : List.of("event", "notice", "delivery", "dead_letter")) {
                String due = "SELECT id || ' ' || COALESCE(owner, 'nobody') || ' ' || (due_at - "
                        + TestCorridor.START.toEpochMilli() + ") FROM " + room + " ORDER BY id";
                assertThat(test.column(due))
                        .as(room)
                        .containsExactly("hub-1 nobody 0", "hub-2 hub-2 " + TestCorridor.LEASE.toMillis());
            }
            assertThat(test.column("SELECT DISTINCT fence FROM delivery"))
                    .as("a late end of the old claim still counts: the send may have gone through")
                    .containsExactly("7");
            assertThat(test.column("SELECT id FROM delivery WHERE possible_duplicate = 1 AND unanswered = 1"))
                    .as("and so a second one may be a duplicate")
                    .containsExactly("hub-1");
        }
    }

    @Test
    void whatWasInHandEachTimeThatTheHubEndedComesBackLaterAndOneAfterTheOther() {
        try (TestCorridor test = new TestCorridor(folder)) {
            for (String owner : List.of("'a'", "'b'", "'c'")) {
                claimed(owner, 0).limit(1).forEach(row -> test.commit(SQL, row));
            }
            test.commit(SQL, "UPDATE event SET owner = 'hub-1', attempt = CASE id WHEN 'a' THEN 1 ELSE 2 END");

            Membership.join(test.store, HubId.fresh("hub-1"), ClaimedTables.ALL, System::nanoTime);

            assertThat(test.column("SELECT due_at - " + TestCorridor.START.toEpochMilli() + " FROM event ORDER BY id"))
                    .containsExactly("0", "10000", "10100");
        }
    }

    private static Stream<String> claimed(String owner, long leaseEnd) {
        return Stream.of(
                        "INSERT INTO event (id, source, external_id, content_type, body, attributes, received_at, state, due_at,"
                                + " owner, fence) VALUES (%1$s, 's', %1$s, '', '{}', '{}', 0, 'pending', %2$d, %1$s, 7)",
                        "INSERT INTO notice (id, incident_id, event_id, version, round, kind, rules, receivers, message, state,"
                                + " created_at, due_at, owner, fence)"
                                + " VALUES (%1$s, 'i', 'e', 1, 1, 'opened', '[]', '[]', '{}', 'pending', 0, %2$d, %1$s, 7)",
                        "INSERT INTO delivery (id, notice_id, incident_id, version, receiver, address, fallback_of, priority,"
                                + " state, created_at, due_at, owner, fence)"
                                + " VALUES (%1$s, %1$s, 'i', 1, 'ops', '', '', 1, 'pending', 0, %2$d, %1$s, 7)",
                        "INSERT INTO dead_letter (id, kind, event_id, source, failure_class, reason, state, created_at, told,"
                                + " due_at, owner, fence)"
                                + " VALUES (%1$s, 'event', 'e', 's', 'permanent', '', 'open', 0, 0, %2$d, %1$s, 7)")
                .map(sql -> sql.formatted(owner, leaseEnd));
    }
}
