package io.tocsin.app.cli;

import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A hub with one receiver, {@code hook}, for the tests of the commands that talk to one. */
abstract class LiveHub {
    protected final Sink sink = Sink.start();
    protected TestHub hub;
    private Path folder;

    @BeforeEach
    void start(@TempDir Path temporary) {
        folder = temporary;
        hub = HubFiles.in(folder).everythingTo(sink).start();
    }

    @AfterEach
    void stop() {
        hub.close();
        sink.close();
    }

    protected Shell shell() {
        return Shell.at(hub, hub.files(), folder);
    }

    protected Path folder() {
        return folder;
    }

    protected void awaitCount(String sql, long count) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> hub.count(sql) == count);
    }

    /** Sends an event whose delivery the receiver refuses, and gives back the dead letter's id. */
    protected String makeDeadLetter() {
        sink.answer(400, "no \u001b[31msuch channel");
        hub.send("ci", "{\"title\": \"it burns\"}");
        awaitCount("SELECT count(*) FROM dead_letter", 1);
        return hub.text("SELECT id FROM dead_letter").orElseThrow();
    }
}
