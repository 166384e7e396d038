package io.tocsin.store.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.store.audit.ChainCheck.Kind;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.RowPage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was sealed can't be changed without being found out, as far as the store alone can tell. */
@Tag("store")
class AuditChainTest {

    private static final Change<AuditEntry, Void> WRITING = (tx, entries, now) -> {
        AuditEntry.write(tx, entries, now);
        return Collections.nCopies(entries.size(), null);
    };

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

    private void write(int from, int to) {
        for (int i = from; i <= to; i++) {
            test.commit(WRITING, new AuditEntry("mia (tok_1)", "silence.add", "sil_" + i, "because of ümlauts " + i));
        }
    }

    private int seal() {
        return test.commit(new SealAudit(), SealAudit.BATCH);
    }

    private void sealed(int rows) {
        write(1, rows);
        assertThat(seal()).isEqualTo(rows);
    }

    private void run(String sql) {
        test.commit(SQL, sql);
    }

    private AuditPages.Verified verify() {
        return new AuditPages(test.store).verify(Optional.empty());
    }

    private ChainCheck.Found verify(AuditHead head) {
        return new AuditPages(test.store).verify(Optional.of(head)).chain();
    }

    private AuditHead head() {
        return verify().chain().head().orElseThrow();
    }

    @Test
    void aListOfWhatPeopleDidDoesNotGoThroughWhatRetentionNoted() {
        write(1, 3);
        run("""
                INSERT INTO audit (id, at, actor, action, target, detail)
                  WITH RECURSIVE every (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM every WHERE n < 12000)
                  SELECT 'aud_y' || (100000 + n), 4000000000000, 'hub.retention', 'outcome.delivery', 'inc_1', '' FROM every
                """);
        AuditPages pages = new AuditPages(test.store);
        RowPage<AuditRow> all = pages.page(new AuditPages.Filter("", "", "", Instant.EPOCH), 100, "");
        assertThat(all.found()).extracting(AuditRow::target).containsExactly("sil_3", "sil_2", "sil_1");
        assertThat(all.next()).isEmpty();
        RowPage<AuditRow> one = pages.page(new AuditPages.Filter("", "silence", "MIA", Instant.EPOCH), 1, "");
        assertThat(one.found()).extracting(AuditRow::target).containsExactly("sil_3");
        assertThat(pages.page(
                                new AuditPages.Filter("", "silence", "", Instant.EPOCH),
                                5,
                                one.next().orElseThrow())
                        .found())
                .extracting(AuditRow::target)
                .containsExactly("sil_2", "sil_1");

        assertThat(pages.page(new AuditPages.Filter("", "outcome", "", Instant.EPOCH), 10, "")
                        .found())
                .hasSize(10);
        assertThat(pages.page(new AuditPages.Filter("", "", "hub.retention", Instant.EPOCH), 10, "")
                        .found())
                .hasSize(10);
        assertThat(pages.page(new AuditPages.Filter("inc_1", "", "", Instant.EPOCH), 10, "")
                        .found())
                .hasSize(10);
    }

    @Test
    void everyRowHasAPlaceAndAHashThatAnybodyCanCompute() throws Exception {
        sealed(3);

        assertThat(verify().chain().isIntact()).isTrue();
        assertThat(test.column("SELECT seq FROM audit ORDER BY id")).containsExactly("1", "2", "3");
        String before = "0".repeat(64);
        for (String id : test.column("SELECT id FROM audit ORDER BY id")) {
            StringBuilder text = new StringBuilder();
            for (String field : List.of("seq", "'" + before + "'", "id", "at", "actor", "action", "target", "detail")) {
                String value = one("SELECT " + field + " FROM audit WHERE id = '" + id + "'");
                text.append(value.getBytes(StandardCharsets.UTF_8).length)
                        .append(":")
                        .append(value);
            }
            before = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
            assertThat(one("SELECT hash FROM audit WHERE id = '" + id + "'")).isEqualTo(before);
        }
        assertThat(head()).isEqualTo(new AuditHead(3, before));
    }

    private String one(String sql) {
        return test.column(sql).get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE audit SET detail = 'nothing' WHERE seq = 3 | CHANGED | 3",
                "UPDATE audit SET at = at - 1 WHERE seq = 3 | CHANGED | 3",
                "UPDATE audit SET actor = 'mia (tok_', action = '1)silence.add' WHERE seq = 3 | CHANGED | 3",
                "UPDATE audit SET hash = 'ff' WHERE seq = 3 | CHANGED | 3",
                "UPDATE audit SET target = CASE seq WHEN 2 THEN 'sil_4' ELSE 'sil_2' END WHERE seq IN (2, 4) | CHANGED | 2",
                "DELETE FROM audit WHERE seq = 3 | MISSING | 3",
                "DELETE FROM audit WHERE seq <= 2 | MISSING | 1",
                "DELETE FROM audit WHERE seq = 5 | CUT_OFF | 5",
                "DELETE FROM audit | CUT_OFF | 1",
                "UPDATE audit_segment SET last_seq = 4 | OTHER_HASH | 4",
                "DELETE FROM audit_segment | STRANGE | 1",
                "UPDATE audit_segment SET first_seq = 3 | MISSING | 3"
            })
    void whatIsDoneToItIsFound(String harm, Kind kind, long seq) {
        sealed(5);
        run(harm);

        ChainCheck.Found found = verify().chain();
        assertThat(found.isIntact()).isFalse();
        assertThat(found.faults().get(0).kind()).as(found.faults().toString()).isEqualTo(kind);
        assertThat(found.faults().get(0).seq()).isEqualTo(seq);
    }

    @Test
    void rowsThatChangedPlacesAreFoundWithTheirHashesToo() {
        sealed(5);
        run("UPDATE audit SET seq = 100 WHERE seq = 2");
        run("UPDATE audit SET seq = 2 WHERE seq = 3");
        run("UPDATE audit SET seq = 3 WHERE seq = 100");

        assertThat(verify().chain().faults())
                .extracting(ChainCheck.Fault::seq)
                .containsExactly(2L, 3L, 4L); // the fourth no longer follows from what stands before it
    }

    /** Who can write everything can make everything fit, but for what was noted where he can't write. */
    @Test
    void aChainThatWasWrittenAnewOrCutOffWithItsEndIsFoundByANotedHead() {
        sealed(5);
        AuditHead noted = head();
        assertThat(verify(noted).isIntact()).isTrue();

        run("UPDATE audit SET seq = NULL, hash = NULL WHERE seq > 3");
        run("UPDATE audit_segment SET last_seq = 3, last_hash = (SELECT hash FROM audit WHERE seq = 3)");
        run("DELETE FROM audit WHERE target = 'sil_5'");
        assertThat(verify().chain().isIntact())
                .as("nothing in the store says so")
                .isTrue();
        assertThat(verify(noted).faults()).extracting(ChainCheck.Fault::kind).containsExactly(Kind.CUT_OFF);

        write(6, 6);
        seal();
        assertThat(verify().chain().isIntact()).isTrue();
        assertThat(verify(noted).faults()).extracting(ChainCheck.Fault::kind).containsExactly(Kind.OTHER_HASH);
        assertThat(verify(head()).isIntact()).isTrue();
    }

    @Test
    void whatIsNotSealedYetIsNamed() {
        sealed(2);
        Instant before = test.clock.instant();
        write(3, 5);

        AuditPages.Verified found = verify();
        assertThat(found.chain().isIntact()).isTrue();
        assertThat(found.unsealed()).isEqualTo(3);
        assertThat(found.oldestUnsealed()).contains(before);
        assertThat(seal()).isEqualTo(3);
        assertThat(seal()).isZero();
        assertThat(verify().unsealed()).isZero();
    }

    @Test
    void whatWasRolledBackLeavesNoGap() {
        sealed(2);
        Change<String, Void> failing = (tx, inputs, now) -> {
            AuditEntry.write(tx, List.of(new AuditEntry("mia", "incident.close", "inc_1", "")), now);
            throw new IllegalStateException("refused");
        };
        assertThatThrownBy(() -> test.commit(failing, "x")).hasRootCauseMessage("refused");
        write(3, 4);
        seal();

        assertThat(verify().chain().isIntact()).isTrue();
        assertThat(head().seq()).isEqualTo(4);
    }

    @Test
    void manyRowsAreSealedInBatches() {
        int many = SealAudit.BATCH + 20;
        run("INSERT INTO audit (id, at, actor, action, target, detail) "
                + "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + many + ")"
                + " SELECT 'aud_' || (100000 + i), i, 'a', 'b', 'c', 'd' FROM n");
        assertThat(seal()).isEqualTo(SealAudit.BATCH);
        assertThat(seal()).isEqualTo(20);
        assertThat(verify().chain().rows()).isEqualTo(many);
        assertThat(verify().chain().isIntact()).isTrue();
    }

    @Test
    void wholeDaysGoAndWhatStaysBeginsWithTheHashThatWasKept() {
        sealed(3);
        AuditHead first = head();
        test.clock.advance(Duration.ofDays(1));
        write(4, 6);
        seal();
        test.clock.advance(Duration.ofDays(1));
        write(7, 8);
        seal();
        assertThat(test.column("SELECT first_seq || '-' || last_seq FROM audit_segment ORDER BY number"))
                .containsExactly("1-3", "4-6", "7-8");
        AuditHead last = head();

        AuditRetention retention =
                new AuditRetention(test.store, test.clock.instant().minus(Duration.ofHours(1)));
        assertThat(retention.next(AuditRetention.MOST).rows()).isEqualTo(3);
        assertThat(retention.next(AuditRetention.MOST).rows())
                .as("the next day's is not old enough")
                .isZero();

        AuditPages.Verified found = verify();
        assertThat(found.chain().isIntact())
                .as(found.chain().faults().toString())
                .isTrue();
        assertThat(found.chain().first()).contains(4L);
        assertThat(found.removed().orElseThrow().lastHash()).isEqualTo(first.hash());
        assertThat(verify(first).isIntact()).as("its hash is kept").isTrue();
        assertThat(verify(last).isIntact()).isTrue();
        ChainCheck.Found outlived = verify(new AuditHead(2, first.hash()));
        assertThat(outlived.isIntact()).as("age alone is no fault").isTrue();
        assertThat(outlived.notes().get(0).words()).contains("not kept any more");
        assertThat(one("SELECT actor || ' ' || action || ' ' || target FROM audit WHERE seq IS NULL"))
                .isEqualTo("hub.audit.retention audit.remove segment 1");

        run("DELETE FROM audit WHERE seq = 4");
        assertThat(verify().chain().faults()).extracting(ChainCheck.Fault::kind).containsExactly(Kind.MISSING);
    }

    @Test
    void aSegmentInTheMiddleCannotPassForOneThatWasTooOld() {
        sealed(2);
        for (int day = 0; day < 2; day++) {
            test.clock.advance(Duration.ofDays(1));
            write(10 + day, 10 + day);
            seal();
        }
        run("UPDATE audit_segment SET removed_at = 1 WHERE number = 2");
        run("DELETE FROM audit WHERE seq = 3");

        assertThat(verify().chain().isIntact()).isFalse();
    }

    @Test
    void anExportIsCheckedWithoutTheStore() {
        sealed(5);
        AuditPages.Part part = new AuditPages(test.store).part(2, 10);
        assertThat(part.isEnd()).isTrue();
        assertThat(part.rows()).hasSize(3);

        ChainCheck check = ChainCheck.from(3, part.before()).expecting(head());
        part.rows().forEach(check::next);
        assertThat(check.end().isIntact()).isTrue();

        ChainCheck without = ChainCheck.from(3, part.before()).expecting(head());
        part.rows().subList(0, 2).forEach(without::next);
        assertThat(without.end().faults()).extracting(ChainCheck.Fault::kind).containsExactly(Kind.CUT_OFF);
    }

    /** What retention removes says so in a row of its own, which is sealed behind it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE audit_segment SET removed_at = 1 WHERE number = 1 | 2",
                "UPDATE audit_segment SET removed_at = 1 WHERE number <= 2 | 3",
                "UPDATE audit_segment SET removed_at = 1 | 9",
                "UPDATE audit_segment SET removed_at = 1, closed_at = 1 | 9"
            })
    void whatIsMarkedAsTooOldByHandIsFound(String mark, long keptFrom) {
        days(3);
        AuditHead last = head();
        run(mark);
        run("DELETE FROM audit WHERE seq < " + keptFrom);

        assertThat(verify().chain().faults()).extracting(ChainCheck.Fault::kind).contains(Kind.MISSING);
        assertThat(verify(last).isIntact()).isFalse();
    }

    /** Marking one more than retention did, or at another time, does not fit what it wrote. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE audit_segment SET removed_at = (SELECT removed_at FROM audit_segment WHERE number = 1) WHERE number = 2",
                "UPDATE audit_segment SET removed_at = removed_at - 1 WHERE number = 1",
                "UPDATE audit_segment SET last_hash = 'ff' WHERE number = 1",
                "DELETE FROM audit WHERE action = 'audit.remove'"
            })
    void moreThanRetentionRemovedIsFound(String harm) {
        days(3);
        AuditRetention retention =
                new AuditRetention(test.store, test.clock.instant().minus(Duration.ofHours(1)));
        retention.next(AuditRetention.MOST);
        assertThat(verify().chain().isIntact()).as("before it is sealed").isTrue();
        run(harm);
        run("DELETE FROM audit WHERE seq <= (SELECT max(last_seq) FROM audit_segment WHERE removed_at IS NOT NULL)");

        assertThat(verify().chain().isIntact()).isFalse();
    }

    private void days(int days) {
        for (int day = 1; day <= days; day++) {
            if (day > 1) {
                test.clock.advance(Duration.ofDays(1));
            }
            write(day, day);
            seal();
        }
    }

    /** Without the end that is kept apart nothing can be sealed: the log says so, once, and the rest of the hub goes on. */
    @Test
    void bothTablesEmptiedAreFound() {
        sealed(3);
        run("DELETE FROM audit");
        run("DELETE FROM audit_segment");
        assertThat(verify().chain().faults()).extracting(ChainCheck.Fault::kind).containsExactly(Kind.CUT_OFF);

        write(4, 4);
        assertThat(seal()).isZero();
        assertThat(verify().unsealed()).isOne();
    }

    @Test
    void whatIsLeftWhenAHubStopsIsSealedByTheOneThatSeals() {
        write(1, SealAudit.BATCH + 20);
        SealAudit.last(test.store, () -> false);
        assertThat(verify().unsealed()).isEqualTo(SealAudit.BATCH + 20);
        SealAudit.last(test.store, () -> true);
        assertThat(verify().unsealed()).isZero();
    }

    /** It can't be told from a clock that was set back, so it is named and is no fault. */
    @Test
    void aRowThatSaysItIsMuchOlderThanTheOneBeforeItIsNamed() {
        sealed(2);
        test.clock.advance(Duration.ofHours(3));
        run("INSERT INTO audit (id, at, actor, action, target, detail) VALUES ('aud_0', 1000, 'mia', 'a', 'b', 'c')");
        write(3, 3);
        seal();

        ChainCheck.Found found = verify().chain();
        assertThat(found.isIntact()).isTrue();
        assertThat(found.notes()).singleElement().satisfies(note -> {
            assertThat(note.kind()).isEqualTo(Kind.OUT_OF_TIME);
            assertThat(note.seq()).isEqualTo(3);
            assertThat(note.words()).contains("1970-01-01T00:00:01Z", "put in by hand");
        });
    }

    @Test
    void theNextExportIsCheckedWithTheHeadOfTheOneBefore() {
        sealed(3);
        AuditHead noted = head();
        write(4, 5);
        seal();
        AuditPages.Part part = new AuditPages(test.store).part(3, 10);

        ChainCheck check = ChainCheck.from(4, part.before()).expecting(noted);
        part.rows().forEach(check::next);
        assertThat(check.end().isIntact()).isTrue();
        assertThat(check.end().notes()).isEmpty();

        ChainCheck other = ChainCheck.from(4, part.before()).expecting(new AuditHead(3, "f".repeat(64)));
        assertThat(other.end().faults()).extracting(ChainCheck.Fault::kind).containsExactly(Kind.OTHER_HASH);

        ChainCheck older = ChainCheck.from(4, part.before()).expecting(new AuditHead(2, "f".repeat(64)));
        assertThat(older.end().isIntact()).isTrue();
        assertThat(older.end().notes()).extracting(ChainCheck.Fault::kind).containsExactly(Kind.OUTLIVED);
    }

    /** Each part is a look of its own at the store; what is between two of them is missed by neither. */
    @ParameterizedTest
    @CsvSource({"1", "2", "3", "7", "8"})
    void aLongChainIsCheckedInParts(int size) {
        sealed(7);
        AuditHead last = head();
        assertThat(inParts(size, last)).isEmpty();
        assertThat(inParts(size, new AuditHead(9, last.hash()))).containsExactly(Kind.CUT_OFF);
        assertThat(inParts(size, new AuditHead(3, last.hash()))).containsExactly(Kind.OTHER_HASH);

        run("UPDATE audit SET detail = 'nothing' WHERE seq = 3");
        run("DELETE FROM audit WHERE seq = 5");
        assertThat(inParts(size, last)).containsExactly(Kind.CHANGED, Kind.MISSING);
        run("DELETE FROM audit WHERE seq >= 5");
        assertThat(inParts(size, last)).containsExactly(Kind.CHANGED, Kind.CUT_OFF);
    }

    private List<Kind> inParts(int size, AuditHead head) {
        List<Kind> kinds = new ArrayList<>();
        Optional<AuditHead> after = Optional.empty();
        do {
            AuditPages.Verified part = new AuditPages(test.store).verify(Optional.of(head), after, size);
            part.chain().faults().forEach(fault -> kinds.add(fault.kind()));
            after = part.next();
        } while (after.isPresent());
        return kinds;
    }
}
