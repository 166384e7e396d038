package io.tocsin.pipeline.outbox;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** {@code to: outbox:<receiver>}: stages the notice's deliveries to the receiver into its unit of work. */
final class OutboxProducer extends DefaultProducer {

    private final OutboxEndpoint outbox;

    OutboxProducer(OutboxEndpoint outbox) {
        super(outbox);
        this.outbox = outbox;
    }

    @Override
    public void process(Exchange exchange) {
        DeliveryStaging.of(exchange).add(outbox.receiver(), outbox.options().to());
    }
}
