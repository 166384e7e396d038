package io.tocsin.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.channel.TemplateBeans;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.service.ServiceHelper;

/**
 * A context that makes routes and endpoints and starts none of them: options, expressions, beans and placeholders are
 * looked at, and nothing is opened.
 */
final class StillContext extends DefaultCamelContext {

    StillContext() {
        super(false);
    }

    /**
     * Makes the routes of one entry of a route file. What is refused leaves nothing behind, so that it can be tried again.
     *
     * @return what Camel says of it; empty where it can be made
     */
    Optional<Exception> attempt(String file, JsonNode entry) {
        Set<RouteDefinition> before = new HashSet<>(getRouteDefinitions());
        try {
            PluginHelper.getRoutesLoader(this).loadRoutes(ResourceHelper.fromString("file:" + file, "[" + entry + "]"));
            startRouteDefinitions(added(before));
            return Optional.empty();
        } catch (Exception refused) {
            try {
                removeRouteDefinitions(added(before));
            } catch (Exception stays) {
                refused.addSuppressed(stays);
            }
            return Optional.of(refused);
        }
    }

    private List<RouteDefinition> added(Set<RouteDefinition> before) {
        return getRouteDefinitions().stream()
                .filter(route -> !before.contains(route))
                .toList();
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

    /** What templates made for the routes has connections of its own, whether or not it was used. */
    @Override
    protected void doStop() throws Exception {
        getRouteDefinitions().forEach(route -> TemplateBeans.close(TemplateBeans.of(route)));
        super.doStop();
    }

    /** The route was made; that is all that is wanted of it. */
    @Override
    public void startRouteService(RouteService routeService, boolean addingRoutes) {}
}
