package io.tocsin.lint;

import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.support.service.ServiceHelper;

/**
 * A context that makes routes and endpoints and starts none of them: options, expressions, beans and placeholders are
 * looked at, and nothing is opened.
 */
final class StillContext extends DefaultCamelContext {

    StillContext() {
        super(false);
    }

    /** An endpoint of Camel's own may call its service when it is made ready (SQS does); ours only look at their options. */
    @Override
    public void addService(Object object) throws Exception {
        if (!(object instanceof Endpoint endpoint)) {
            super.addService(object);
        } else if (endpoint.getClass().getName().startsWith("io.tocsin.")) {
            ServiceHelper.initService(endpoint);
        }
    }

    /** The route was made; that is all that is wanted of it. */
    @Override
    public void startRouteService(RouteService routeService, boolean addingRoutes) {}
}
