package io.tocsin.source.slack;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code slack-socket:app}: people's clicks and commands in Slack, over a connection that the hub opens.
 *
 * <p>Options: docs/components/slack-socket.md.
 */
@Component("slack-socket")
public class SlackSocketComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SlackSocketEndpoint endpoint = new SlackSocketEndpoint(uri, this);
        endpoint.setSource(remaining.replaceAll("^/+", ""));
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
