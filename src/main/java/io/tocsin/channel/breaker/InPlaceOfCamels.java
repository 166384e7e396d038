package io.tocsin.channel.breaker;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Traceable;
import org.apache.camel.component.resilience4j.ResilienceProcessor;
import org.apache.camel.processor.BaseProcessorSupport;
import org.apache.camel.spi.IdAware;
import org.apache.camel.spi.RouteIdAware;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Stands in a route where Camel's breaker would: has its id, its place and what is inside of it, and starts and stops it. Camel finds by an
 * id only what stands there once, so Camel's own is not among its children.
 */
abstract class InPlaceOfCamels extends BaseProcessorSupport
        implements CamelContextAware, Navigate<Processor>, Traceable, IdAware, RouteIdAware {
    /** With its configuration and its breaker. */
    final ResilienceProcessor camels;

    InPlaceOfCamels(ResilienceProcessor camels) {
        this.camels = camels;
        setDisabled(camels.isDisabled());
    }

    @Override
    protected void doBuild() throws Exception {
        ServiceHelper.buildService(camels);
    }

    @Override
    protected void doInit() throws Exception {
        ServiceHelper.initService(camels);
    }

    @Override
    protected void doStart() throws Exception {
        ServiceHelper.startService(camels);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(camels);
    }

    @Override
    protected void doShutdown() throws Exception {
        ServiceHelper.stopAndShutdownService(camels);
    }

    @Override
    public List<Processor> next() {
        return camels.next();
    }

    @Override
    public boolean hasNext() {
        return true;
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

    @Override
    public String getTraceLabel() {
        return camels.getTraceLabel();
    }
}
