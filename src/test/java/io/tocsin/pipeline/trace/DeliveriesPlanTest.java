package io.tocsin.pipeline.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.store.sql.Plans;
import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An incident is shown however many deliveries of others there are. */
@Tag("store")
class DeliveriesPlanTest {

    @Test
    void thoseOfAnIncidentAreReadByItsNotices(@TempDir Path folder) {
        try (Store store = Store.open(TestStores.at(folder.resolve("hub.db")), InstantSource.system())) {
            assertThat(Plans.of(store, Deliveries.OF_INCIDENT, asked -> asked.bind("incident", "inc_1")
                            .bind("most", 200)))
                    .contains("notice_incident")
                    .containsPattern(Plans.BY_NOTICE);
        }
    }
}
