package io.tocsin.app.hub;

import static org.awaitility.Awaitility.await;

import io.tocsin.files.LastGood;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowReadingTest {

    @TempDir
    Path folder;

    @Test
    void whileFilesAreReadForLongWhatIsDueByTimeAloneIsSent() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(2);
        CountDownLatch read = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (Sink sink = Sink.start().answer(got -> new Sink.Reply(calls.getAndIncrement() == 0 ? 503 : 200, ""));
                TestHub hub = HubFiles.in(folder)
                        .rules("rules: [ { name: all, when: { status: [ firing ] }, notify: [ hook ] } ]")
                        .webhook("hook", sink.url(), Map.of("retrySchedule", "1s"))
                        .start()) {
            hold(hub.hub().rules(), reading, read);
            hold(hub.hub().mappings(), reading, read);
            hub.files().rules("rules: [ { name: every, when: { status: [ firing ] }, notify: [ hook ] } ]");
            hub.files().write("sources/severities.yaml", "severities: { high: [ verybad ] }\n");
            reading.await();

            hub.send("ci", "{\"title\": \"it burns\"}");

            await().atMost(Duration.ofSeconds(20)).until(() -> sink.got().size() == 2);
            read.countDown();
        } finally {
            read.countDown();
        }
    }

    /** Listeners are called on the thread that reads. */
    private static void hold(LastGood<?> files, CountDownLatch reading, CountDownLatch read) {
        files.listen(findings -> {
            reading.countDown();
            try {
                read.await();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
