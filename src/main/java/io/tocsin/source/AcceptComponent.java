package io.tocsin.source;

import java.util.Map;
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
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        AcceptEndpoint endpoint = new AcceptEndpoint(uri, this);
        endpoint.setPath("/" + remaining.replaceAll("^/+", ""));
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
