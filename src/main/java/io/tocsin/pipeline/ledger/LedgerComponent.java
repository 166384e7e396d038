package io.tocsin.pipeline.ledger;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code ledger:}: where alerts, incidents, notices and dead letters stand.
 *
 * <ul>
 *   <li>{@code to: ledger:alerts} stages the alert in the body into the event's unit of work;
 *   <li>{@code from: ledger:notices} gives each due notice to its route, which stages deliveries;
 *   <li>{@code from: ledger:dead-letters} gives each new dead letter to its route, once it has ended well.
 * </ul>
 */
@Component("ledger")
public final class LedgerComponent extends DefaultComponent {

    /** The lane of notices that are due. */
    public static final String NOTICES = "ledger:notices";

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LedgerEndpoint endpoint = new LedgerEndpoint(uri, this, LedgerEndpoint.Page.of(remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
