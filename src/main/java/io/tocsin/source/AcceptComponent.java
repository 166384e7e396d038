package io.tocsin.source;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code accept:/path/{source}}: takes events over HTTP without holding a thread while they are being stored.
 *
 * <p>Options and answers: docs/components/accept.md.
 */
@Component("accept")
public class AcceptComponent extends DefaultComponent {
    private static final long MOST_UNPROVEN = 64L * 1024 * 1024;

    private final Set<String> reserved = ConcurrentHashMap.newKeySet();
    private volatile UnprovenBytes unproven = new UnprovenBytes(MOST_UNPROVEN);

    /** @param most bytes of bodies in memory whose senders are not yet believed, of all routes together */
    public void setUnprovenBytes(long most) {
        unproven = new UnprovenBytes(most);
    }

    UnprovenBytes unproven() {
        return unproven;
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
