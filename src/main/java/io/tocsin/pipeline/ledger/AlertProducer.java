package io.tocsin.pipeline.ledger;

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
        boolean seen =
                exchange.getProperty(org.apache.camel.ExchangePropertyKey.DUPLICATE_MESSAGE, false, Boolean.class);
        EventStaging.of(exchange).observe(new Observed(observed.alert(), observed.json(), observed.matches(), seen));
    }
}
