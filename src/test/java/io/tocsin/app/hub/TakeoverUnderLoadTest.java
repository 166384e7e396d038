package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver is edited again and again while much is sent through it: nothing is lost, and nothing comes twice. */
@Tag("slow")
class TakeoverUnderLoadTest {

    private static final int CHANGES = Integer.getInteger("takeover.changes", 15);
    private static final String RULES =
            "rules:\n  - name: all\n    when: { status: [ firing ] }\n    notify: [ hook ]\n";

    @TempDir
    Path folder;

    @Test
    void changesUnderLoadLoseAndDoubleNothing() {
        try (Sink sink = Sink.start().answer(TakeoverUnderLoadTest::slowly);
                TestHub hub = HubFiles.in(folder)
                        .rules(RULES)
                        .webhook("hook", sink.url(), Map.of())
                        .start()) {
            AtomicBoolean changing = new AtomicBoolean(true);
            List<String> events = new ArrayList<>();
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
                while (changing.get()) {
                    events.add(hub.send("ci", "{\"title\": \"event number " + word(events.size()) + "\"}"));
                }
            });
            for (int i = 0; i < CHANGES; i++) {
                long taken = hub.hub().routeFiles().taken();
                hub.files().webhook("hook", sink.url(), Map.of("concurrency", i % 7 + 2));
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> hub.hub().routeFiles().taken() > taken);
            }
            changing.set(false);
            load.join();

            await().atMost(Duration.ofMinutes(3))
                    .until(() -> hub.count("SELECT count(*) FROM event WHERE settled_at IS NULL")
                                    + hub.count("SELECT count(*) FROM notice WHERE settled_at IS NULL")
                                    + hub.count("SELECT count(*) FROM delivery WHERE state = 'pending'")
                            == 0);
            assertThat(hub.count("SELECT count(*) FROM delivery WHERE state <> 'delivered'"))
                    .isZero();
            Map<String, Integer> came = new TreeMap<>();
            sink.got().forEach(got -> came.merge(got.header("webhook-id"), 1, Integer::sum));
            assertThat(events).hasSizeGreaterThan(CHANGES);
            assertThat(came).hasSize(events.size());
            assertThat(came.values()).containsOnly(1);
        }
    }

    /** Digits would make of all of them one alert. */
    private static String word(int number) {
        return Integer.toString(number, 26)
                .chars()
                .collect(
                        StringBuilder::new,
                        (text, c) -> text.append((char) (Character.isDigit(c) ? 'a' + c - '0' : 'k' + c - 'a')),
                        StringBuilder::append)
                .toString();
    }

    private static Sink.Reply slowly(Sink.Got got) {
        try {
            // The receiver's own time, so that something is in flight at every change.
            new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return new Sink.Reply(200, "");
    }
}
