package io.tocsin.source.accept;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.model.event.KeptHeaders;
import io.tocsin.model.token.Tokens;
import io.tocsin.source.proof.Proof;
import io.tocsin.source.protocol.EventsProtocol;
import io.tocsin.source.protocol.Protocol;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** One path that takes events, and its limits. Each option's effect is in its description; ranges are checked at start. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "accept",
        title = "Accept",
        syntax = "accept:path",
        consumerOnly = true,
        category = Category.HTTP)
public class AcceptEndpoint extends DefaultEndpoint {
    private static final Protocol OUR_OWN = new EventsProtocol();

    @UriPath(description = "Path, such as /v1/events/{source} for any source or /v1/events/github for one")
    @Metadata(required = true)
    private String path;

    @UriParam(description = "The source's name, where the path has no {source}")
    private String source = "";

    @UriParam(
            description =
                    "What the alerts of several sources share that shall be one, such as am-pair; without it each source is for"
                            + " itself. {name} is a part of the path, as in {source}/{cluster}")
    private String identity = "";

    @UriParam(defaultValue = "262144", description = "Most bytes of one body; more is answered 413")
    private int maxBody = 256 * 1024;

    @UriParam(
            defaultValue = "2000",
            description = "Most requests between their first byte and their answer; more are answered 503")
    private int maxInFlight = 2000;

    @UriParam(
            defaultValue = "100000",
            description = "Requests a second that one source may send; more are answered 429; 0 for no limit")
    private double rate = 100_000;

    @UriParam(defaultValue = "200000", description = "Requests that one source may send at once after a quiet time")
    private double burst = 200_000;

    @UriParam(
            defaultValue = "10000",
            description = "Milliseconds that a sender may take to send a body; slower is answered 408")
    private long bodyTimeout = 10_000;

    @UriParam(defaultValue = "1", description = "Seconds after which a sender that got 503 should come again")
    private int retryAfter = 1;

    @UriParam(
            defaultValue = "true",
            description =
                    "Whether a sender must show a bearer token of its source; false only behind a proxy that asks")
    private boolean authenticate = true;

    @UriParam(description = "The tokens; without it the one Tokens bean of the registry is taken")
    private Tokens tokens;

    @UriParam(description = "How a sender is authenticated, a bean; without it by a token of the hub's own")
    private Proof proof;

    @UriParam(description = "The language of the senders, a bean; without it the hub's own: any JSON, any CloudEvent")
    private Protocol protocol;

    @UriParam(description = "Header fields that mappings need to see, commas between")
    private String keepHeaders = "";

    @UriParam(description = "Header field with the sender's id of the message: the same id again is a duplicate")
    private String idHeader = "";

    private final AcceptComponent component;
    private List<String> keptHeaders = List.of();

    private InstantSource clock = InstantSource.system();

    /** Called by the component. */
    public AcceptEndpoint(String uri, AcceptComponent component) {
        super(uri, component);
        this.component = component;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("accept: only takes events in; it can't be a to:");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        AcceptConsumer consumer = new AcceptConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        require(
                path.contains("{source}") != SourceName.isValid(source),
                "source",
                source,
                "a source's name, or the placeholder {source} in the path, and not both");
        String fault = identityName().fault(path);
        require(fault.isEmpty(), "identity", identity, fault);
        require(maxBody > 0, "maxBody", maxBody, "at least 1 byte");
        require(maxInFlight > 0, "maxInFlight", maxInFlight, "at least 1");
        require(rate >= 0, "rate", rate, "0 (no limit) or more");
        require(burst >= 1, "burst", burst, "at least 1");
        require(bodyTimeout > 0, "bodyTimeout", bodyTimeout, "at least 1 ms");
        require(retryAfter > 0, "retryAfter", retryAfter, "at least 1 s");
        if (proof != null) {
            makeReady(proof);
            if (!source.isEmpty()) {
                component.reserve(source);
            }
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        InstantSource hubs = getCamelContext().getRegistry().findSingleByType(InstantSource.class);
        clock = hubs == null ? clock : hubs;
        // Not while routes are only checked: a check has no tokens.
        if (authenticate && proof == null && tokens == null) {
            tokens = getCamelContext().getRegistry().findSingleByType(Tokens.class);
            require(tokens != null, "tokens", "nothing", "a Tokens bean in the registry, or authenticate=false");
        }
    }

    /** How a sender is believed; empty where nobody is asked. */
    Optional<Proof> proof() {
        if (!authenticate) {
            return Optional.empty();
        }
        return Optional.of(proof == null ? new TokenProof(tokens) : proof);
    }

    /** Whether a source is believed by a proof of its own, at a path of its own, and so not here. */
    boolean isElsewhere(String name) {
        return source.isEmpty() && component.isReserved(name);
    }

    /** Within what the fingerprints of its alerts are unique. */
    IdentityName identityName() {
        return new IdentityName(identity);
    }

    /** The room for bodies. */
    BodyBytes bodies() {
        return component.bodies();
    }

    /** Where bodies are read that would hold an event loop up. */
    Executor readers() {
        return component.readers();
    }

    /** Where it is counted. */
    MeterRegistry meters() {
        MeterRegistry hubs = getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
        return hubs == null ? new SimpleMeterRegistry() : hubs;
    }

    /** The hub's clock; the machine's where there is no hub. */
    InstantSource clock() {
        return clock;
    }

    /** The language of the senders. */
    Protocol protocol() {
        return protocol == null ? OUR_OWN : protocol;
    }

    /** The header fields that mappings need to see. */
    List<String> keptHeaders() {
        return keptHeaders;
    }

    private void makeReady(Proof proof) {
        try {
            proof.ready();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("accept:" + path + ": proof: " + e.getMessage(), e);
        }
    }

    private void require(boolean holds, String option, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "accept:" + path + ": " + option + " is " + found + "; expected " + expected);
        }
    }

    public String getPath() {
        return path;
    }

    public void setPath(String path) {
        this.path = path;
    }

    public int getMaxBody() {
        return maxBody;
    }

    public void setMaxBody(int maxBody) {
        this.maxBody = maxBody;
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public double getRate() {
        return rate;
    }

    public void setRate(double rate) {
        this.rate = rate;
    }

    public double getBurst() {
        return burst;
    }

    public void setBurst(double burst) {
        this.burst = burst;
    }

    public long getBodyTimeout() {
        return bodyTimeout;
    }

    public void setBodyTimeout(long bodyTimeout) {
        this.bodyTimeout = bodyTimeout;
    }

    public int getRetryAfter() {
        return retryAfter;
    }

    public void setRetryAfter(int retryAfter) {
        this.retryAfter = retryAfter;
    }

    public boolean isAuthenticate() {
        return authenticate;
    }

    public void setAuthenticate(boolean authenticate) {
        this.authenticate = authenticate;
    }

    public Tokens getTokens() {
        return tokens;
    }

    public void setTokens(Tokens tokens) {
        this.tokens = tokens;
    }

    public String getSource() {
        return source;
    }

    public void setSource(String source) {
        this.source = source;
    }

    public String getIdentity() {
        return identity;
    }

    public void setIdentity(String identity) {
        this.identity = identity.strip();
    }

    public Proof getProof() {
        return proof;
    }

    public void setProof(Proof proof) {
        this.proof = proof;
    }

    public Protocol getProtocol() {
        return protocol;
    }

    public void setProtocol(Protocol protocol) {
        this.protocol = protocol;
    }

    public String getKeepHeaders() {
        return keepHeaders;
    }

    public void setKeepHeaders(String keepHeaders) {
        this.keepHeaders = keepHeaders;
        this.keptHeaders = KeptHeaders.names(keepHeaders);
    }

    public String getIdHeader() {
        return idHeader;
    }

    public void setIdHeader(String idHeader) {
        this.idHeader = idHeader;
    }
}
