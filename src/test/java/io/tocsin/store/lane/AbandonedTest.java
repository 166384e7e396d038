package io.tocsin.store.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.CountingDialect;
import io.tocsin.store.sql.SqliteOnly;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When what a killed hub had in hand is worked on again: soon, though it was in hand at several kills, unless it may be their cause. */
@Tag("store")
class AbandonedTest {

    private static final int MOST = 5;

    /** From its first words until a hub works. */
    private static final Duration START = Duration.ofSeconds(4);

    private static final ClaimTable EVENTS = new ClaimTable() {
        @Override
        public String name() {
            return "event";
        }

        @Override
        public String earliest() {
            return "";
        }
    };

    @TempDir
    Path folder;

    private TestCorridor hub;
    private Claims<String> claims;

    @BeforeEach
    void open() {
        hub = new TestCorridor(folder);
        claims = new Claims<>(
                EVENTS,
                hub.corridor.terms(),
                new Claims.Patience(MOST, tries -> Duration.ZERO),
                row -> row.getString("id"),
                (tx, dead, now) -> dead.forEach(
                        one -> tx.createUpdate("UPDATE event SET state = 'dead', owner = NULL WHERE id = :id")
                                .bind("id", one.row())
                                .execute()));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void events(int count) {
        hub.commit(
                (tx, inputs, now) -> {
                    for (int i = 0; i < count; i++) {
                        tx.createUpdate(
                                        "INSERT INTO event (id, source, external_id, content_type, body, attributes,"
                                                + " received_at, state, due_at) VALUES (:id, 's', :id, '', '{}', '{}', 0, 'pending', :now)")
                                .bind("id", "evt_%05d".formatted(i))
                                .bind("now", now.toEpochMilli())
                                .execute();
                    }
                    return List.of(true);
                },
                "");
    }

    private List<String> claim(int most) {
        return hub.commit(claims.claiming, Asked.of(most));
    }

    private void kill() {
        kill(Duration.ZERO);
    }

    /** @param back after so long something starts it again */
    private void kill(Duration back) {
        hub.clock.advance(back);
        hub.commit((tx, inputs, now) -> List.of(Abandoned.release(tx, "", List.of(EVENTS), "hub-1", now)), "");
        hub.clock.advance(START);
    }

    private void done(List<String> events) {
        hub.commit(
                (tx, lists, now) -> {
                    lists.get(0).forEach(id -> tx.createUpdate(
                                    "UPDATE event SET state = 'decided', owner = NULL WHERE id = :id")
                            .bind("id", id)
                            .execute());
                    return List.of(true);
                },
                events);
    }

    /** A hub looks each second; where nothing is due then, time goes on to the first look at which something is. */
    private void nextLook() {
        long now = hub.clock.instant().toEpochMilli();
        long due = Long.parseLong(hub.column("SELECT COALESCE(min(due_at), 0) FROM event WHERE state = 'pending'")
                .get(0));
        hub.clock.advance(Duration.ofSeconds(Math.max(1, (due - now + 999) / 1_000)));
    }

    private String count(String state) {
        return hub.column("SELECT count(*) FROM event WHERE state = '" + state + "'")
                .get(0);
    }

    @Test
    void whatWasInHandOnceIsDueAtOnce() {
        events(10);
        claim(10);
        kill();
        assertThat(claim(10)).hasSize(10);
    }

    @Test
    void aFewThatWereInHandEachTimeComeLaterOneAfterTheOther() {
        events(3);
        claim(3);
        kill();
        claim(3);
        kill();
        assertThat(claim(3)).isEmpty();
        hub.clock.advance(Duration.ofSeconds(6));
        assertThat(claim(3)).hasSize(1);
        hub.clock.advance(Duration.ofMillis(200));
        assertThat(claim(3)).hasSize(2);
    }

    @Test
    void thousandsThatWereInHandAtTwentyKillsInARowAreAllWorkedOnSoonAndNoneIsGivenUp() {
        events(3_000);
        for (int kill = 0; kill < 20; kill++) {
            claim(1_000);
            kill();
        }
        hub.clock.advance(Abandoned.OTHERS_WAIT);

        List<String> soon = claim(5_000);
        assertThat(soon).as("due so long after the last kill").hasSizeGreaterThanOrEqualTo(3_000 - Abandoned.FEW);
        done(soon);
        hub.clock.advance(Duration.ofMinutes(2));
        assertThat(soon.size() + claim(5_000).size())
                .as("and those that may be the cause")
                .isEqualTo(3_000);
        assertThat(hub.column("SELECT max(attempt) FROM event WHERE state = 'pending'"))
                .as("none is about to be given up")
                .doesNotContain(Integer.toString(MOST));
    }

    /** Where it stands among what is in hand, and how long systemd, or Kubernetes after some tries, waits before a start. */
    @ParameterizedTest
    @CsvSource({
        "64, 0, 0",
        "64, 150, 0",
        "64, 299, 60",
        "64, 150, 300",
        "256, 0, 0",
        "256, 0, 10",
        "256, 150, 20",
        "256, 255, 60",
        "256, 0, 300",
        "256, 280, 300"
    })
    void theOneThatEndsTheHubEachTimeIsGivenUpAndAllOthersAreWorkedOn(int capacity, int place, int back) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        events(300);
        String poison = "evt_%05d".formatted(place);
        Set<String> others = new HashSet<>();
        int kills = 0;
        for (int turn = 0; turn < 1_000 && !count("dead").equals("1"); turn++) {
            List<String> claimed = new ArrayList<>(claim(capacity));
            if (claimed.contains(poison)) {
                kills++;
                Collections.shuffle(claimed, random);
                List<String> before = claimed.subList(0, random.nextInt(1 + claimed.indexOf(poison)) / 8);
                others.addAll(before);
                done(before);
                kill(Duration.ofSeconds(back));
            } else {
                others.addAll(claimed);
                done(claimed);
                nextLook();
            }
        }

        assertThat(hub.column("SELECT id FROM event WHERE state = 'dead'"))
                .as("seed %d", seed)
                .containsExactly(poison);
        assertThat(kills).as("seed %d", seed).isLessThanOrEqualTo(13);
        for (int looks = 0; others.size() < 299 && looks < 100; looks++) {
            List<String> rest = claim(capacity);
            others.addAll(rest);
            done(rest);
            nextLook();
        }
        assertThat(others).as("seed %d", seed).hasSize(299);
    }

    /** As when somebody kills it again and again: nothing that was put off stays so for ever, and each comes in the end. */
    @Test
    void whereNothingIsTheCauseAllIsWorkedOnWithinAMinuteOfTheLastKill() {
        Random random = new Random(7);
        events(2_000);
        for (int kill = 0; kill < 30; kill++) {
            List<String> claimed = claim(300);
            done(claimed.subList(0, random.nextInt(1 + claimed.size())));
            kill(Duration.ofSeconds(random.nextInt(40)));
        }
        Instant last = hub.clock.instant();
        while (!count("pending").equals("0")) {
            done(claim(300));
            nextLook();
        }

        assertThat(Duration.between(last, hub.clock.instant())).isLessThan(Duration.ofMinutes(1));
        assertThat(count("dead")).isEqualTo("0");
    }

    /** Of the rows of a month, at each start: whoever looks through all of them keeps the hub from working meanwhile. */
    @SqliteOnly
    @Test
    void whatIsGivenBackIsFoundAmongWhatIsNotSettled() {
        CountingDialect counting = new CountingDialect(TestStores.at(folder.resolve("counted.db")));
        try (TestCorridor counted = new TestCorridor(counting, "hub-1", Duration.ofDays(1))) {
            counted.commit(
                    (tx, inputs, now) -> {
                        tx.execute(
                                "INSERT INTO event (id, source, external_id, content_type, body, attributes, received_at,"
                                        + " state, due_at, owner, attempt)"
                                        + " VALUES ('evt_1', 's', '1', '', '{}', '{}', 0, 'pending', 0, 'hub-1', 2)");
                        return List.of(1);
                    },
                    "");
            counting.clear();
            int released = counted.commit(
                    (tx, inputs, now) -> List.of(Abandoned.releaseNamed(tx, "", List.of(EVENTS), "hub-1", now)), "");
            assertThat(released).isEqualTo(1);
            List<String> asked = counting.written.stream()
                    .filter(sql -> sql.contains("event"))
                    .toList();
            assertThat(asked).hasSize(3);
            for (String sql : asked) {
                assertThat(plan(counted, sql))
                        .as(sql)
                        .noneMatch(step -> step.matches("SCAN event( USING INDEX sqlite_autoindex.*)?"));
            }
        }
    }

    private static List<String> plan(TestCorridor hub, String sql) {
        List<String> steps = new ArrayList<>();
        hub.store.read(tx -> {
            try (PreparedStatement explain = tx.getConnection().prepareStatement("EXPLAIN QUERY PLAN " + sql);
                    ResultSet rows = explain.executeQuery()) {
                while (rows.next()) {
                    steps.add(rows.getString("detail"));
                }
                return steps;
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        });
        return steps;
    }
}
