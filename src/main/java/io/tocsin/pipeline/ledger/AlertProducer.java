package io.tocsin.pipeline.ledger;

import io.tocsin.pipeline.seen.SeenAlert;
import io.tocsin.pipeline.seen.SeenAlerts;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * {@code to: ledger:alerts}: stages the alert in the body. Inside an idempotent consumer with {@code skipDuplicate:
 * false} a known alert is staged as seen, so that it still counts.
 */
final class AlertProducer extends DefaultProducer {

    AlertProducer(LedgerEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Observed observed = exchange.getMessage().getMandatoryBody(Observed.class);
        Optional<SeenAlert> seen = Optional.ofNullable(exchange.getProperty(SeenAlerts.FOUND, SeenAlert.class));
        EventStaging.of(exchange).observe(observed.seen(seen));
    }
}
