package io.tocsin.pipeline.question;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.store.sql.Plans;
import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What became of an answer is asked on the writer's thread. */
@Tag("store")
class AnswerPlanTest {

    @Test
    void theDeliveryOfAnAnswerIsReadByItsNotices(@TempDir Path folder) {
        try (Store store = Store.open(TestStores.at(folder.resolve("hub.db")), InstantSource.system())) {
            assertThat(Plans.of(store, FollowQuestions.DELIVERY, asked -> asked.bind(0, "qst_1")
                            .bind(1, "codepipeline")))
                    .contains("notice_incident")
                    .containsPattern(Plans.BY_NOTICE);
        }
    }
}
