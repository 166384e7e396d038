package io.tocsin.pipeline.outbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.delivery.AfterUnknown;
import io.tocsin.model.delivery.RetrySchedule;
import io.tocsin.store.corridor.Corridor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.support.DefaultEndpoint;

/** One receiver's outbox. The options are those of its lane and count for {@code from:} only, but for {@code to}. */
public final class OutboxEndpoint extends DefaultEndpoint {

    private final String receiver;
    private LimitedDestinations limited;
    private volatile LastFailure lastFailure;

    @Metadata(label = "producer", description = "Where through this receiver; empty for the receiver's own address")
    private String to = "";

    @Metadata(label = "consumer", description = "How many deliveries are sent at once", defaultValue = "4")
    private int concurrency = 4;

    @Metadata(
            label = "consumer",
            description =
                    "How many deliveries are claimed beyond those that are being sent; for sends that take no time, since what waits behind a slow one goes to no other hub",
            defaultValue = "0")
    private int ahead;

    @Metadata(
            label = "consumer",
            description =
                    "The provider's word, such as slack: receivers with the same provider and credential share its limit")
    private String provider = "";

    @Metadata(
            label = "consumer",
            description = "What the provider knows us by (a token, a webhook's URL); only its hash is used")
    private String credential = "";

    @Metadata(
            label = "consumer",
            description =
                    "Where this receiver sends by itself, such as a channel's id: receivers with the same one share its limit")
    private String destination = "";

    @Metadata(
            label = "consumer",
            description = "How many deliveries a second the credential may send; 0 for no limit",
            defaultValue = "0")
    private double rate;

    @Metadata(
            label = "consumer",
            description = "How many deliveries the credential may send at once after a pause, where rate is set",
            defaultValue = "1")
    private int burst = 1;

    @Metadata(
            label = "consumer",
            description = "How many deliveries a second one destination may get; 0 for no limit",
            defaultValue = "0")
    private double destinationRate;

    @Metadata(
            label = "consumer",
            description =
                    "How many deliveries one destination may get at once after a pause, where destinationRate is set",
            defaultValue = "1")
    private int destinationBurst = 1;

    @Metadata(
            label = "consumer",
            description =
                    "Where more than this many deliveries wait for one destination, they become a digest; 0 for never",
            defaultValue = "0")
    private int digestAbove;

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

    @Metadata(
            label = "consumer",
            description =
                    "After a try without an answer: retry, retry-once, reconcile (retry, the route asks the provider first) or park",
            defaultValue = "retry")
    private String unknown = "retry";

    @Metadata(label = "consumer", description = "The circuit breaker that guards this receiver; while open, no claims")
    private String breaker = "";

    @Metadata(label = "consumer", description = "The receiver that is notified when a delivery of this one is dead")
    private String fallback = "";

    @Metadata(
            label = "consumer",
            description = "How long the breaker has to be open until the fallback gets what waits here; 0s for never",
            defaultValue = "10m")
    private String fallbackAfter = "10m";

    @Metadata(
            label = "consumer",
            description =
                    "For whom messages are written that are for no person: technical, business, customer or executive",
            defaultValue = "technical")
    private String audience = "technical";

    @Metadata(
            label = "consumer",
            description = "In which language, where the message is for no person",
            defaultValue = "en")
    private String language = "en";

    @Metadata(
            label = "consumer",
            description = "In which time zone times are shown, where the message is for no person",
            defaultValue = "UTC")
    private String timeZone = "UTC";

    OutboxEndpoint(String uri, OutboxComponent component, String receiver) {
        super(uri, component);
        this.receiver = receiver;
    }

    /** A figure out of range would not fail but silently send nothing, or too much, for ever. */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        OptionRules rules = new OptionRules("outbox:" + receiver);
        rules.atLeast("concurrency", concurrency, 1);
        rules.atLeast("ahead", ahead, 0);
        rules.rate("rate", rate);
        rules.atLeast("burst", burst, 1);
        rules.rate("destinationRate", destinationRate);
        rules.atLeast("destinationBurst", destinationBurst, 1);
        rules.atLeast("digestAbove", digestAbove, 0);
        rules.oneOf("unknown", unknown, AfterUnknown.words());
        rules.durations("retrySchedule", retrySchedule);
        rules.duration("retryFor", retryFor);
        rules.duration("fallbackAfter", fallbackAfter);
        limited = new LimitedDestinations(receiver, schedule());
        rules.oneOf("audience", audience, OptionRules.AUDIENCES);
        rules.language("language", language);
        rules.timeZone("timeZone", timeZone);
        rules.require(
                credential.isEmpty() || !provider.isEmpty(),
                "credential is set and provider is empty; expected the word of the provider that it is for");
        rules.require(!fallback.equals(receiver), "fallback is the receiver itself; expected another one, or empty");
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

    /** Where through this receiver. */
    String to() {
        return to;
    }

    /** How many deliveries are sent at once. */
    int concurrency() {
        return concurrency;
    }

    /** How many may be claimed beyond those. */
    int ahead() {
        return ahead;
    }

    /** The circuit breaker's name; empty for none. */
    public String breaker() {
        return breaker;
    }

    /** Who is notified of a dead delivery; empty for nobody. */
    String fallback() {
        return fallback;
    }

    /** How long the breaker has to be open until the fallback takes over; zero for never. */
    Duration fallbackAfter() {
        return OptionRules.read(fallbackAfter);
    }

    /** How many may wait for one destination before they become a digest; 0 for any number. */
    int digestAbove() {
        return digestAbove;
    }

    /** What follows a try without an answer. */
    AfterUnknown unknown() {
        return AfterUnknown.ofWord(unknown);
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

    /** When what failed is tried again. */
    RetrySchedule schedule() {
        return RetrySchedule.parse(retrySchedule, retryFor, ThreadLocalRandom.current()::nextLong);
    }

    /** How fast it may be sent through, and with whom it shares that. */
    public Limits limits() {
        return Limits.of(
                receiver,
                provider,
                credential,
                destination,
                new RateLimit(rate, burst),
                new RateLimit(destinationRate, destinationBurst));
    }

    /** For whom a message is that is for no person. */
    ObjectNode nobody() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", "")
                .put("audience", audience)
                .put("language", language)
                .put("timeZone", timeZone);
    }

    /** @param to an address that the channel understands, or empty */
    public void setTo(String to) {
        this.to = to;
    }

    /** @param concurrency at least 1 */
    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    /** @param ahead 0 for none */
    public void setAhead(int ahead) {
        this.ahead = ahead;
    }

    /** The word of the provider whose limits it is under; empty for none but its own. */
    public String provider() {
        return provider;
    }

    /** @param provider a word, or empty for a limit of this receiver's own */
    public void setProvider(String provider) {
        this.provider = provider;
    }

    /** @param credential a secret, or empty for a limit of this receiver's own */
    public void setCredential(String credential) {
        this.credential = credential;
    }

    /** @param destination empty where the receiver is the destination */
    public void setDestination(String destination) {
        this.destination = destination;
    }

    /** @param rate 0 for no limit */
    public void setRate(double rate) {
        this.rate = rate;
    }

    /** @param burst at least 1 */
    public void setBurst(int burst) {
        this.burst = burst;
    }

    /** @param destinationRate 0 for no limit */
    public void setDestinationRate(double destinationRate) {
        this.destinationRate = destinationRate;
    }

    /** @param destinationBurst at least 1 */
    public void setDestinationBurst(int destinationBurst) {
        this.destinationBurst = destinationBurst;
    }

    /** @param digestAbove 0 for never */
    public void setDigestAbove(int digestAbove) {
        this.digestAbove = digestAbove;
    }

    /** @param retrySchedule durations with commas between */
    public void setRetrySchedule(String retrySchedule) {
        this.retrySchedule = retrySchedule;
    }

    /** @param retryFor a duration such as {@code 24h} */
    public void setRetryFor(String retryFor) {
        this.retryFor = retryFor;
    }

    /** @param unknown {@code retry}, {@code retry-once}, {@code reconcile} or {@code park} */
    public void setUnknown(String unknown) {
        this.unknown = unknown;
    }

    /** @param breaker the breaker's id in the route, its prefix included */
    public void setBreaker(String breaker) {
        this.breaker = breaker;
    }

    /** @param fallback a receiver's name, or empty */
    public void setFallback(String fallback) {
        this.fallback = fallback;
    }

    /** @param fallbackAfter a duration such as {@code 10m}, {@code 0s} for never */
    public void setFallbackAfter(String fallbackAfter) {
        this.fallbackAfter = fallbackAfter;
    }

    /** @param audience one of the four audiences */
    public void setAudience(String audience) {
        this.audience = audience;
    }

    /** @param language a BCP 47 tag */
    public void setLanguage(String language) {
        this.language = language;
    }

    /** @param timeZone such as {@code Europe/Berlin} */
    public void setTimeZone(String timeZone) {
        this.timeZone = timeZone;
    }
}
