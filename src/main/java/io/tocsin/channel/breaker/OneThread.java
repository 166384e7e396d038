package io.tocsin.channel.breaker;

import io.tocsin.net.guard.Steps;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.resilience4j.ResilienceProcessor;

/**
 * Camel's own breaker, which waits with its thread for what is inside: a send in it must not give its thread back, since what it goes
 * on with would wait for the very threads that wait for it.
 */
final class OneThread extends InPlaceOfCamels {

    OneThread(ResilienceProcessor camels) {
        super(camels);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Object steps = exchange.removeProperty(Steps.PROPERTY);
        return camels.process(exchange, sync -> {
            if (steps != null) {
                exchange.setProperty(Steps.PROPERTY, steps);
            }
            callback.done(sync);
        });
    }
}
