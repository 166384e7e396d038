package io.tocsin.channel;

import java.util.List;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.LocalBeanRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beans that a template makes for one of its instances. Camel 4.17 forgets them with the route and closes none, though
 * a client of AWS holds connections.
 */
public final class TemplateBeans {
    private static final Logger LOG = LoggerFactory.getLogger(TemplateBeans.class);

    private TemplateBeans() {}

    /** Those of a route that can be closed; Camel drops them with the route, so they are asked for before. */
    public static List<AutoCloseable> of(RouteDefinition route) {
        if (route == null
                || route.getRouteTemplateContext() == null
                || !(route.getRouteTemplateContext().getLocalBeanRepository() instanceof LocalBeanRegistry made)) {
            return List.of();
        }
        // By name: what is kept there makes the bean when it is first asked for, and then always gives the same one.
        return made.keys().stream()
                .map(name -> bean(made, name))
                .filter(AutoCloseable.class::isInstance)
                .map(AutoCloseable.class::cast)
                .toList();
    }

    /** One that was not made before the route failed can't be made any more, without the parameters: there is none to close. */
    private static Object bean(LocalBeanRegistry made, String name) {
        try {
            return made.lookupByName(name);
        } catch (RuntimeException neverMade) {
            return null;
        }
    }

    /** Closes them; one that fails does not keep the others open. */
    public static void close(List<AutoCloseable> beans) {
        beans.forEach(TemplateBeans::close);
    }

    private static void close(AutoCloseable bean) {
        try {
            bean.close();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (Exception failed) {
            LOG.warn("{} did not close cleanly", bean.getClass().getSimpleName(), failed);
        }
    }
}
