package io.tocsin.pipeline.silence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Hold;
import io.tocsin.model.silence.Inhibition;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.CountingDialect;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many inhibitions an alert is a target of, one statement says whether a source of one of them fires. */
@Tag("store")
class InhibitorsTest {

    private static final int MANY = 100;

    @TempDir
    Path folder;

    private CountingDialect counting;
    private TestCorridor test;
    private Inhibitors inhibitors;

    private static Inhibition inhibition(int n) {
        return new Inhibition(
                "rule" + n,
                "",
                EventPattern.compile("{\"fingerprint\": [\"source" + n + "\"]}"),
                EventPattern.compile("{\"fingerprint\": [{\"prefix\": \"t\"}]}"),
                List.of());
    }

    @BeforeEach
    void open() {
        counting = new CountingDialect(TestStores.at(folder.resolve("hub.db")));
        test = new TestCorridor(counting, "hub-1", Duration.ofDays(1));
        FileHolds files = new FileHolds(
                List.of(),
                IntStream.range(0, MANY).mapToObj(InhibitorsTest::inhibition).toList());
        inhibitors = new Inhibitors(() -> files, "");
    }

    @AfterEach
    void close() {
        test.close();
    }

    private <T> T in(Function<Handle, T> work) {
        return test.store
                .submit((tx, inputs, now) -> List.of(work.apply(tx)), "")
                .join();
    }

    private static ObjectNode alert(String fingerprint) {
        return JsonNodeFactory.instance.objectNode().put("fingerprint", fingerprint);
    }

    private void fires(String source) {
        in(tx -> {
            inhibitors.see(tx, "alr_" + source, alert(source), true, Instant.EPOCH);
            return 1;
        });
    }

    private Optional<Hold> hold() {
        counting.clear();
        return in(tx -> inhibitors.hold(tx, "alr_target", alert("target")));
    }

    private long asked() {
        return counting.written.stream()
                .filter(sql -> sql.contains("inhibitor"))
                .count();
    }

    @Test
    void noneThatFiresIsFoundByAStatementForManyOfThem() {
        assertThat(hold()).isEmpty();
        assertThat(asked()).isEqualTo(2); // of sixty-four each
    }

    @Test
    void theFirstOfWhichASourceFiresHolds() {
        fires("source70");
        fires("source90");

        assertThat(hold()).map(Hold::by).hasValue("inhibition rule70");
        assertThat(asked()).isEqualTo(3); // and one that holds the row that was found

        fires("source3");
        assertThat(hold()).map(Hold::by).hasValue("inhibition rule3");
    }

    @Test
    void noAlertKeepsItselfQuiet() {
        FileHolds both = new FileHolds(
                List.of(),
                List.of(
                        new Inhibition(
                                "own",
                                "",
                                EventPattern.compile("{\"fingerprint\": [\"target\"]}"),
                                EventPattern.compile("{\"fingerprint\": [\"target\"]}"),
                                List.of()),
                        inhibition(1)));
        Inhibitors own = new Inhibitors(() -> both, "");
        in(tx -> {
            own.see(tx, "alr_target", alert("target"), true, Instant.EPOCH);
            return 1;
        });

        Optional<Hold> hold = in(tx -> own.hold(tx, "alr_target", alert("target")));
        assertThat(hold).isEmpty();
    }
}
