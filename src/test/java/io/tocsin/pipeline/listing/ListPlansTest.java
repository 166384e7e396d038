package io.tocsin.pipeline.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.store.sql.Plans;
import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
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
        assertThat(plan(DeliveryList.OF_INCIDENT)).contains("notice_incident").containsPattern(Plans.BY_NOTICE);
    }

    @Test
    void whatASenderCallsAnEventIsLookedForAtEachSource() {
        assertThat(plan(EventList.OF_SENDER)).containsPattern("event_source_external_id_key|sqlite_autoindex_event_2");
    }

    private String plan(String query) {
        return Plans.of(store, query, asked -> asked.bindMap(VALUES));
    }
}
