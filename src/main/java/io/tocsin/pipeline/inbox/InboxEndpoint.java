package io.tocsin.pipeline.inbox;

import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.RoomOptions;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.support.DefaultEndpoint;

/** The one inbox, {@code inbox:events}. */
public final class InboxEndpoint extends DefaultEndpoint {

    @Metadata(description = "How many events are decided at once", defaultValue = "4")
    private int concurrency = 4;

    @Metadata(description = "How many events may be in hand at once, waiting or being decided", defaultValue = "1024")
    private int capacity = 1_024;

    @Metadata(
            description = "How often an event whose decision fails is tried before it becomes a dead letter",
            defaultValue = "5")
    private int attempts = 5;

    InboxEndpoint(String uri, InboxComponent component) {
        super(uri, component);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        RoomOptions.check("inbox:events", concurrency, capacity);
        RoomOptions.atLeastOne("inbox:events", "attempts", attempts);
    }

    @Override
    public Producer createProducer() {
        return new InboxProducer(this, Corridor.of(getCamelContext()), ((InboxComponent) getComponent()).accepting());
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        long bytesInHand = ((InboxComponent) getComponent()).bytesInHand();
        InboxConsumer consumer = new InboxConsumer(this, Corridor.of(getCamelContext()), bytesInHand, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** How many events are decided at once. */
    public int getConcurrency() {
        return concurrency;
    }

    /** @param concurrency at least 1 */
    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    /** How many events may be in hand at once. */
    public int getCapacity() {
        return capacity;
    }

    /** @param capacity at least {@code concurrency} */
    public void setCapacity(int capacity) {
        this.capacity = capacity;
    }

    /** How often an event whose decision fails is tried. */
    public int getAttempts() {
        return attempts;
    }

    /** @param attempts at least 1 */
    public void setAttempts(int attempts) {
        this.attempts = attempts;
    }
}
