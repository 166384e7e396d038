package io.tocsin.pipeline.outbox;

import io.tocsin.store.corridor.TestCorridor;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a hub over a real store that starts again as often as a test likes, with nothing in memory, while time goes on. */
public abstract class HubOverTime {

    @TempDir
    Path folder;

    /** As it runs now. */
    protected TestStages hub;

    private final String[] receivers;
    private Duration lived = Duration.ZERO;

    /** @param receivers who takes what they are sent when time passes */
    protected HubOverTime(String... receivers) {
        this.receivers = receivers;
    }

    /** What each start reads from its files. */
    protected abstract void reads();

    @BeforeEach
    void open() {
        hub = new TestStages(new TestCorridor(folder), receivers);
        hub.clock.advance(lived);
        reads();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    /** Another process. */
    protected void restart() {
        restart(Duration.ZERO);
    }

    /** Another process, after so long. */
    protected void restart(Duration away) {
        hub.close();
        lived = lived.plus(away);
        open();
    }

    /** Time goes on, and nobody looks. */
    protected void advance(Duration time) {
        lived = lived.plus(time);
        hub.clock.advance(time);
    }

    /** Time goes on, and what is due then is done. */
    protected void pass(Duration time) {
        advance(time);
        hub.look();
        hub.fanOut();
        for (String receiver : receivers) {
            hub.deliver(receiver);
        }
    }
}
