package io.tocsin.store.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs on one store, each with files of its own. */
@Tag("store")
class SharedVersionsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Set<String> living = new ConcurrentSkipListSet<>();
    private One a;
    private One b;

    @BeforeEach
    void open(@TempDir Path folder) {
        Path file = folder.resolve("hub.db");
        a = new One("a", "v1", Store.open(TestStores.at(file), InstantSource.system()));
        b = new One("b", "v1", Store.open(TestStores.at(file), InstantSource.system()));
        a.starts();
        b.starts();
    }

    @AfterEach
    void close() {
        a.store.close();
        b.store.close();
    }

    @Test
    void hubsWithTheSameFilesDecide() {
        assertThat(a.versions.mayDecide()).isTrue();
        assertThat(b.versions.mayDecide()).isTrue();
    }

    @Test
    void theHubThatHasAnEditFirstDecidesAndTheOtherSaysThatItDoesNotUntilItHasItToo() {
        a.files = "v2";
        assertThat(a.versions.mayDecide())
                .as("not before it is known to be current")
                .isFalse();
        looks();
        assertThat(a.versions.mayDecide())
                .as("the files may still be on their way")
                .isFalse();
        assertThat(a.versions.behind()).isEmpty();
        assertThat(b.versions.mayDecide()).isTrue();

        passes(3);
        looks();
        assertThat(a.versions.mayDecide()).isTrue();
        assertThat(b.versions.mayDecide()).isFalse();
        assertThat(b.versions.behind())
                .singleElement()
                .asString()
                .contains("version v1", "go by version v2", "through a", "./hub rules use v1");
        assertThat(b.versions.isBehind()).isEqualTo(Map.of("rules", true));

        b.files = "v2";
        looks();
        assertThat(b.versions.mayDecide()).isTrue();
        assertThat(b.versions.behind()).isEmpty();
    }

    @Test
    void filesThatAreSavedHalfBecomeNobodysVersion() {
        a.files = "half of v2";
        looks();
        passes(1);
        a.files = "v2";
        looks();
        passes(3);
        looks();

        assertThat(a.versions.list()).extracting(KnownVersion::version).containsExactly("v2", "v1");
    }

    @Test
    void takenBackOnOneHubTheyWaitForTheOtherAndTakenBackOnBothTheyAreCurrent() {
        edit("v2");
        a.files = "v1";
        looks();
        passes(60);
        looks();
        assertThat(a.versions.mayDecide()).isFalse();
        assertThat(b.versions.mayDecide()).isTrue();

        b.files = "v1";
        looks();
        assertThat(a.versions.mayDecide()).isTrue();
        assertThat(b.versions.mayDecide()).isTrue();
    }

    @Test
    void goingBackOnPurposeNeedsOneHubThatHasIt() {
        edit("v2");

        assertThat(a.versions.use("v1", "ops")).isEqualTo(UseOutcome.LOADED_BY_NOBODY);
        assertThat(a.versions.use("v9", "ops")).isEqualTo(UseOutcome.UNKNOWN);

        a.files = "v1";
        looks();
        assertThat(b.versions.use("v1", "ops")).isEqualTo(UseOutcome.USED);
        looks();
        assertThat(a.versions.mayDecide()).isTrue();
        assertThat(b.versions.mayDecide()).isFalse();
        KnownVersion current = a.versions.list().get(0);
        assertThat(current.version()).isEqualTo("v1");
        assertThat(current.currentBy()).isEqualTo("ops");
        assertThat(current.firstSeenBy()).isEqualTo("a");
        assertThat(current.loadedBy()).containsExactly("a");
        assertThat(a.audit()).containsExactly("hub b rules.edit v2", "ops rules.use v1");
    }

    @Test
    void aHubThatIsLeftAloneDecidesWithWhatItHas() {
        a.files = "v2";
        looks();
        passes(3);
        looks();
        assertThat(b.versions.mayDecide()).isFalse();

        living.remove("a/1");
        passes(5);
        b.versions.look();
        assertThat(b.versions.mayDecide()).isTrue();
    }

    @Test
    void aHubThatWasTakenForGoneSaysAgainWhatItHasLoaded() {
        living.clear(); // a is taken for gone, and b has just come back from that
        b.files = "v1b";
        b.versions.look();
        assertThat(b.versions.list()).flatExtracting(KnownVersion::loadedBy).isEmpty();

        living.addAll(List.of("a/1", "b/1"));
        b.files = "v1";
        b.versions.look();
        a.versions.forgotten();
        looks();
        assertThat(a.versions.list().get(0).loadedBy()).containsExactly("a", "b");
    }

    @Test
    void aHubThatHasItsStoreToItselfDecidesAtOnceAndKeepsWhatItHad() {
        living.remove("b/1");
        SharedVersions alone = new SharedVersions(
                a.store,
                new SharedVersions.Hub("a/1", "a", false, tx -> List.of("a/1")),
                Map.of(SharedVersions.RULES, () -> a.files),
                nanos::get);
        for (String version : List.of("v1", "v2", "v1")) {
            a.files = version;
            assertThat(alone.mayDecide()).isTrue();
            alone.look();
            a.store.probe().join(); // commits are in their order
        }

        assertThat(alone.list()).extracting(KnownVersion::version).containsExactly("v1", "v2");
        assertThat(alone.behind()).isEmpty();
    }

    private void edit(String version) {
        a.files = version;
        b.files = version;
        looks();
        looks();
        assertThat(a.versions.mayDecide()).isTrue();
        assertThat(b.versions.mayDecide()).isTrue();
    }

    private void passes(long seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void looks() {
        for (One one : List.of(a, b, a)) {
            one.revisions.look();
            one.versions.look();
        }
    }

    private final class One {
        private final String name;
        private final Store store;
        private final SharedVersions versions;
        private final Revisions revisions;
        private volatile String files;

        One(String name, String files, Store store) {
            this.name = name;
            this.files = files;
            this.store = store;
            this.versions = new SharedVersions(
                    store,
                    new SharedVersions.Hub(name + "/1", name, true, tx -> List.copyOf(living)),
                    Map.of(SharedVersions.RULES, () -> this.files),
                    nanos::get);
            this.revisions = new Revisions(store);
            revisions.listen(Revisions.VERSIONS, versions::changed);
        }

        void starts() {
            living.add(name + "/1");
            versions.look();
        }

        List<String> audit() {
            return store.read(
                    tx -> tx.createQuery("SELECT actor || ' ' || action || ' ' || target FROM audit ORDER BY id")
                            .mapTo(String.class)
                            .list());
        }
    }
}
