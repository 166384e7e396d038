package io.tocsin.store.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs write to one audit, some of it in vain, and both take themselves for the one that seals: it is one chain. */
@Tag("store")
class AuditOfTwoHubsTest {

    private static final Change<AuditEntry, Void> WRITING = (tx, entries, now) -> {
        AuditEntry.write(tx, entries, now);
        if (entries.stream().anyMatch(entry -> entry.detail().equals("refused"))) {
            throw new IllegalStateException("refused");
        }
        return Collections.nCopies(entries.size(), null);
    };

    @Test
    void whoeverSealsThereIsOneChainWithoutAGap(@TempDir Path folder) {
        Path file = folder.resolve("hub.db");
        try (TestCorridor one = new TestCorridor(TestStores.shared(file, "hub-1"), "hub-1", Duration.ofSeconds(1));
                TestCorridor two = new TestCorridor(TestStores.shared(file, "hub-2"), "hub-2", Duration.ofSeconds(1))) {
            List<CompletableFuture<?>> written = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                for (TestCorridor hub : List.of(one, two)) {
                    String detail = i % 20 == 7 ? "refused" : "";
                    written.add(hub.store
                            .submit(WRITING, new AuditEntry("mia", "silence.add", "sil_" + i, detail))
                            .exceptionally(refused -> null));
                    if (i % 10 == 0) {
                        written.add(hub.store.submit(new SealAudit(), 7));
                    }
                }
            }
            CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).join();
            while (one.commit(new SealAudit(), SealAudit.BATCH) > 0) {
                // the next batch
            }

            AuditPages.Verified found = new AuditPages(two.store).verify(Optional.empty());
            assertThat(found.chain().isIntact())
                    .as(found.chain().faults().toString())
                    .isTrue();
            assertThat(found.chain().rows()).isEqualTo(380);
            assertThat(found.chain().head().orElseThrow().seq()).isEqualTo(380);
            assertThat(found.unsealed()).isZero();
        }
    }
}
