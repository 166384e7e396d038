package io.tocsin.pipeline.outbox;

import io.tocsin.model.receiver.LaneOption;
import io.tocsin.store.corridor.Corridor;
import java.util.Optional;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One receiver's outbox. What {@link LaneOption} says counts for {@code from:} only, but for {@code to}. */
public final class OutboxEndpoint extends DefaultEndpoint {

    private final String receiver;
    private final LaneOptions options;
    private final LimitedDestinations limited;
    private volatile LastFailure lastFailure;

    OutboxEndpoint(String uri, OutboxComponent component, String receiver, LaneOptions options) {
        super(uri, component);
        this.receiver = receiver;
        this.options = options;
        this.limited = new LimitedDestinations(receiver, options.schedule());
    }

    @Override
    public Producer createProducer() {
        return new OutboxProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Corridor corridor = Corridor.of(getCamelContext());
        // All routes' consumers are made before the first is started.
        corridor.lanes().declare(OutboxLanes.lane(receiver));
        ((OutboxComponent) getComponent()).accounts().join(receiver, limits());
        OutboxConsumer consumer = new OutboxConsumer(this, corridor, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** The receiver's name. */
    public String receiver() {
        return receiver;
    }

    /** What it was told. */
    LaneOptions options() {
        return options;
    }

    /** The circuit breaker's name; empty for none. */
    public String breaker() {
        return options.breaker();
    }

    /** The word of the provider whose limits it is under; empty for none but its own. */
    public String provider() {
        return options.provider();
    }

    /** How fast it may be sent through, and with whom it shares that. */
    public Limits limits() {
        return options.limits();
    }

    /** The destinations that ask for less again and again, as this hub knows. */
    public LimitedDestinations limited() {
        return limited;
    }

    /** The last try that failed since the start; empty where none did. */
    public Optional<LastFailure> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /** A try ended in a failure. */
    void failed(LastFailure failure) {
        lastFailure = failure;
    }
}
