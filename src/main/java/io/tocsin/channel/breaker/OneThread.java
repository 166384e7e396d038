package io.tocsin.channel.breaker;

import io.tocsin.net.guard.Steps;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.resilience4j.ResilienceProcessor;
import org.apache.camel.spi.IdAware;
import org.apache.camel.spi.RouteIdAware;
import org.apache.camel.support.processor.DelegateSyncProcessor;

/**
 * Camel's own breaker, which waits with its thread for what is inside: a send in it must not give its thread back, since what it goes
 * on with would wait for the very threads that wait for it.
 */
final class OneThread extends DelegateSyncProcessor implements CamelContextAware, IdAware, RouteIdAware {
    private final ResilienceProcessor camels;

    OneThread(ResilienceProcessor camels) {
        super(camels);
        this.camels = camels;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Object steps = exchange.removeProperty(Steps.PROPERTY);
        return super.process(exchange, sync -> {
            if (steps != null) {
                exchange.setProperty(Steps.PROPERTY, steps);
            }
            callback.done(sync);
        });
    }

    /** In its place: Camel finds by an id only what stands there once. */
    @Override
    public List<Processor> next() {
        return camels.next();
    }

    @Override
    public CamelContext getCamelContext() {
        return camels.getCamelContext();
    }

    @Override
    public void setCamelContext(CamelContext context) {
        camels.setCamelContext(context);
    }

    @Override
    public String getId() {
        return camels.getId();
    }

    @Override
    public void setId(String id) {
        camels.setId(id);
    }

    @Override
    public String getRouteId() {
        return camels.getRouteId();
    }

    @Override
    public void setRouteId(String id) {
        camels.setRouteId(id);
    }
}
