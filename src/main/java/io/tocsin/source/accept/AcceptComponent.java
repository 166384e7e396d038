package io.tocsin.source.accept;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code accept:/path/{source}}: takes events over HTTP without holding a thread while they are being stored.
 *
 * <p>Options and answers: docs/components/accept.md.
 */
@Component("accept")
public class AcceptComponent extends DefaultComponent {
    /** Threads that read large bodies: enough to keep them off the event loops. */
    private static final int READERS = 2;

    private final Set<String> reserved = ConcurrentHashMap.newKeySet();
    private OptionalLong bytesInFlight = OptionalLong.empty();
    private OptionalLong unprovenBytes = OptionalLong.empty();
    private BodyBytes bodies;
    private ExecutorService readers;

    /**
     * @param most bytes that all bodies under way, and what is made of them, may cost in memory; of all routes together, with what
     *     is fetched from queues and topics
     */
    public synchronized void setBytesInFlight(long most) {
        bytesInFlight = OptionalLong.of(most);
        bodies = null;
    }

    /** @param most bytes of bodies in memory whose senders are not yet authenticated, of all routes together */
    public synchronized void setUnprovenBytes(long most) {
        unprovenBytes = OptionalLong.of(most);
        bodies = null;
    }

    synchronized BodyBytes bodies() {
        if (bodies == null) {
            BodyBytes bound = CamelContextHelper.findSingleByType(getCamelContext(), BodyBytes.class);
            bodies = bound == null ? BodyBytes.ofHeap() : bound;
            bytesInFlight.ifPresent(bodies::limit);
            unprovenBytes.ifPresent(bodies::limitUnproven);
        }
        return bodies;
    }

    /** Where bodies are read that would hold an event loop up. */
    Executor readers() {
        return readers;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        readers = getCamelContext().getExecutorServiceManager().newFixedThreadPool(this, "accept", READERS);
    }

    @Override
    protected void doStop() throws Exception {
        getCamelContext().getExecutorServiceManager().shutdown(readers);
        super.doStop();
    }

    /**
     * Keeps a source's name for the route that asks its proof. For ever: while that route is stopped, a token must not take
     * the place of a signature.
     */
    void reserve(String source) {
        reserved.add(source);
    }

    boolean isReserved(String source) {
        return reserved.contains(source);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        AcceptEndpoint endpoint = new AcceptEndpoint(uri, this);
        endpoint.setPath("/" + remaining.replaceAll("^/+", ""));
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
