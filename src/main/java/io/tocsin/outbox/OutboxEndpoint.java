package io.tocsin.outbox;

import io.tocsin.corridor.Corridor;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.support.DefaultEndpoint;

/** One receiver's outbox. The options are those of its lane and count for {@code from:} only, but for {@code to}. */
public final class OutboxEndpoint extends DefaultEndpoint {

    private final String receiver;

    @Metadata(label = "producer", description = "Where through this receiver; empty for the receiver's own address")
    private String to = "";

    @Metadata(label = "consumer", description = "How many deliveries are sent at once", defaultValue = "4")
    private int concurrency = 4;

    @Metadata(
            label = "consumer",
            description = "How many deliveries a second may be claimed; 0 for no limit",
            defaultValue = "0")
    private double rate;

    @Metadata(
            label = "consumer",
            description = "How many deliveries may be claimed at once after a pause, where rate is set",
            defaultValue = "1")
    private int burst = 1;

    @Metadata(
            label = "consumer",
            description = "The pauses after the first, second ... failed attempt; the last one is repeated",
            defaultValue = "5s,30s,2m,5m,15m,30m,1h")
    private String retrySchedule = "5s,30s,2m,5m,15m,30m,1h";

    @Metadata(
            label = "consumer",
            description = "How long after its first attempt a delivery may still be tried",
            defaultValue = "24h")
    private String retryFor = "24h";

    @Metadata(label = "consumer", description = "The circuit breaker that guards this receiver; while open, no claims")
    private String breaker = "";

    @Metadata(label = "consumer", description = "The receiver that is told when a delivery of this one is dead")
    private String fallback = "";

    OutboxEndpoint(String uri, OutboxComponent component, String receiver) {
        super(uri, component);
        this.receiver = receiver;
    }

    /** A figure out of range would not fail but silently send nothing, for ever. */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        require(concurrency >= 1, "concurrency", concurrency, "at least 1");
        require(rate >= 0, "rate", rate, "0 (no limit) or more");
        require(burst >= 1, "burst", burst, "at least 1");
    }

    private void require(boolean holds, String option, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "outbox:" + receiver + ": " + option + " is " + found + "; expected " + expected);
        }
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
        OutboxConsumer consumer = new OutboxConsumer(this, corridor, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** The receiver's name. */
    public String receiver() {
        return receiver;
    }

    /** Where through this receiver. */
    public String getTo() {
        return to;
    }

    /** @param to an address that the channel understands, or empty */
    public void setTo(String to) {
        this.to = to;
    }

    /** How many deliveries are sent at once. */
    public int getConcurrency() {
        return concurrency;
    }

    /** @param concurrency at least 1 */
    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    /** How many deliveries a second may be claimed. */
    public double getRate() {
        return rate;
    }

    /** @param rate 0 for no limit */
    public void setRate(double rate) {
        this.rate = rate;
    }

    /** How many deliveries may be claimed at once after a pause. */
    public int getBurst() {
        return burst;
    }

    /** @param burst at least 1 */
    public void setBurst(int burst) {
        this.burst = burst;
    }

    /** The pauses between attempts. */
    public String getRetrySchedule() {
        return retrySchedule;
    }

    /** @param retrySchedule durations with commas between */
    public void setRetrySchedule(String retrySchedule) {
        this.retrySchedule = retrySchedule;
    }

    /** How long a delivery may be tried. */
    public String getRetryFor() {
        return retryFor;
    }

    /** @param retryFor a duration such as {@code 24h} */
    public void setRetryFor(String retryFor) {
        this.retryFor = retryFor;
    }

    /** The circuit breaker's name. */
    public String getBreaker() {
        return breaker;
    }

    /** @param breaker the breaker's id in the route, its prefix included */
    public void setBreaker(String breaker) {
        this.breaker = breaker;
    }

    /** Who is told of a dead delivery. */
    public String getFallback() {
        return fallback;
    }

    /** @param fallback a receiver's name, or empty */
    public void setFallback(String fallback) {
        this.fallback = fallback;
    }
}
