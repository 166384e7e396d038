package io.tocsin.pipeline.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a list of a million rows is read by an index, on either database. */
@Tag("store")
class ListPlansTest {

    private static final Map<String, Object> VALUES =
            Map.of("cursor", "x_~", "most", 50, "incident", "inc_1", "receiver", "hook", "external", "x");

    private Store store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = Store.open(TestStores.at(folder.resolve("hub.db")), InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void deliveriesInTheirOrderAreReadByTheirIds() {
        assertThat(plan(DeliveryList.ANY))
                .contains(TestStores.onPostgresql() ? "delivery_pkey" : "sqlite_autoindex_delivery_1");
    }

    @Test
    void thoseThatFailedHaveAnIndex() {
        assertThat(plan(DeliveryList.FAILED)).contains("delivery_failed");
    }

    @Test
    void thoseThatWaitAreReadByTheIndexOfClaims() {
        assertThat(plan(DeliveryList.WAITING_THERE)).containsPattern("delivery_(due|held|order)");
        assertThat(plan(DeliveryList.WAITING)).containsPattern("delivery_(due|held|order)");
    }

    @Test
    void thoseOfAnIncidentAreReadByItsNotices() {
        assertThat(plan(DeliveryList.OF_INCIDENT))
                .contains("notice_incident")
                .containsPattern("delivery_notice_id|sqlite_autoindex_delivery_2");
    }

    @Test
    void whatASenderCallsAnEventIsLookedForAtEachSource() {
        assertThat(plan(EventList.OF_SENDER)).containsPattern("event_source_external_id_key|sqlite_autoindex_event_2");
    }

    private String plan(String query) {
        List<String> steps = store.read(tx -> TestStores.onPostgresql() ? postgresql(tx, query) : sqlite(tx, query));
        assertThat(steps)
                .noneMatch(step -> step.matches(".*Seq Scan on (delivery|event|notice).*")
                        || step.matches("SCAN (d|n|delivery|event|notice)( .*)?"));
        return String.join("\n", steps);
    }

    private static List<String> sqlite(Handle tx, String query) {
        return tx.createQuery("EXPLAIN QUERY PLAN " + query)
                .bindMap(VALUES)
                .map((row, context) -> row.getString("detail"))
                .list();
    }

    /** Of tables that are empty it would read the whole, as is right; whether it can do otherwise is what is asked. */
    private static List<String> postgresql(Handle tx, String query) {
        tx.execute("SET LOCAL enable_seqscan = off");
        return tx.createQuery("EXPLAIN " + query)
                .bindMap(VALUES)
                .mapTo(String.class)
                .list();
    }
}
