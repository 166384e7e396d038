package io.tocsin.app.hub;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.channel.TemplateBeans;
import io.tocsin.pipeline.outbox.OutboxEndpoint;
import io.tocsin.source.accept.PausablePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Route;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes routes out of the running context and puts others in. For one thread at a time.
 *
 * <p>This is not Camel's own reloading: that removes what templates made, and ignores an edit of it. Here whoever asks names
 * the routes, and an old one is gone, its breaker too, before the new one of its name is made.
 */
final class RunningRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(RunningRoutes.class);

    private final Supplier<CamelContext> context;
    private final MeterRegistry meters;
    private final Duration drain;

    /**
     * @param context the running routes
     * @param meters where they count
     * @param drain how long what a route has in hand may take; what takes longer is cut off, and is due again
     */
    RunningRoutes(Supplier<CamelContext> context, MeterRegistry meters, Duration drain) {
        this.context = context;
        this.meters = meters;
        this.drain = drain;
    }

    /** Whether there is a template of this name, so that instances can be made. */
    boolean hasTemplate(String name) {
        return model().getRouteTemplateDefinition(name) != null;
    }

    /** Makes senders to the paths of these routes come again until each pause is closed; of other routes nothing. */
    List<PausablePath.Pause> pause(Collection<String> ids) {
        return ids.stream()
                .map(context.get()::getRoute)
                .filter(Objects::nonNull)
                .map(Route::getConsumer)
                .filter(PausablePath.class::isInstance)
                .map(path -> ((PausablePath) path).pause())
                .toList();
    }

    /**
     * Makes those of the file's routes run again that do not, after some could not be removed.
     *
     * @param file its name, for messages of Camel
     * @param yaml its text, nothing but instances of templates
     * @throws Exception what Camel says of it
     */
    void restore(String file, String yaml) throws Exception {
        List<String> gone = new ArrayList<>();
        for (String id : RouteEdits.routeIds(yaml)) {
            if (context.get().getRoute(id) == null) {
                gone.add(id);
            } else {
                context.get().getRouteController().startRoute(id);
            }
        }
        if (!gone.isEmpty()) {
            add(file, RouteEdits.only(gone, yaml));
        }
    }

    /** Whether a route of this id runs, or is meant to. */
    boolean has(String id) {
        return model().getRouteDefinition(id) != null;
    }

    /**
     * Makes and starts the routes of a file. All or none: where one fails, nothing of the file is left.
     *
     * @param file its name, for messages of Camel
     * @param yaml its text
     * @throws Exception what Camel says of it
     */
    void add(String file, String yaml) throws Exception {
        Set<RouteDefinition> before = new HashSet<>(model().getRouteDefinitions());
        Set<Endpoint> endpoints = identities();
        endpoints.addAll(context.get().getEndpoints());
        try {
            PluginHelper.getRoutesLoader(context.get()).loadRoutes(ResourceHelper.fromString("file:" + file, yaml));
        } catch (Exception | StackOverflowError refused) {
            remove(model().getRouteDefinitions().stream()
                    .filter(route -> !before.contains(route))
                    .map(RouteDefinition::getRouteId)
                    .toList());
            Set<Endpoint> left = identities();
            left.addAll(context.get().getEndpoints());
            left.removeAll(endpoints);
            removeEndpoints(left);
            throw refused;
        }
    }

    /** Stops these routes when what they have in hand is done, and removes them with all that only they have. */
    void remove(Collection<String> ids) throws Exception {
        for (String id : ids) {
            Set<Endpoint> endpoints = endpoints(route -> route.getRouteId().equals(id));
            Optional<Endpoint> lane = Optional.ofNullable(context.get().getRoute(id))
                    .map(Route::getEndpoint)
                    .filter(OutboxEndpoint.class::isInstance);
            List<AutoCloseable> beans = TemplateBeans.of(model().getRouteDefinition(id));
            context.get().getRouteController().stopRoute(id, drain.toMillis(), TimeUnit.MILLISECONDS);
            if (!context.get().removeRoute(id) && context.get().getRoute(id) != null) {
                throw new IllegalStateException("route " + id + " can't be removed");
            }
            RouteDefinition left = model().getRouteDefinition(id);
            if (left != null) {
                model().removeRouteDefinition(left);
            }
            endpoints.removeAll(endpoints(route -> true));
            // What a receiver was told is not in its URI: the next one of that URI gets an endpoint of its own.
            lane.ifPresent(endpoints::add);
            removeEndpoints(endpoints);
            TemplateBeans.close(beans);
        }
    }

    /**
     * The endpoints of routes, each by itself: Camel takes two with the same URI for one, and leaves that of a route which is
     * removed if another receiver sends to the same address.
     */
    private Set<Endpoint> endpoints(Predicate<Route> which) {
        Set<Endpoint> endpoints = identities();
        context.get().getRoutes().stream()
                .filter(which)
                .flatMap(route -> route.getServices().stream())
                .flatMap(service -> ServiceHelper.getChildServices(service, true).stream())
                .filter(EndpointAware.class::isInstance)
                .map(service -> ((EndpointAware) service).getEndpoint())
                .filter(Objects::nonNull)
                .forEach(endpoints::add);
        return endpoints;
    }

    private void removeEndpoints(Set<Endpoint> endpoints) throws Exception {
        for (Endpoint endpoint : endpoints) {
            context.get().removeEndpoint(endpoint);
        }
    }

    private static Set<Endpoint> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** The receivers that these routes make. */
    Set<String> receivers(Collection<String> ids) {
        return ids.stream()
                .map(context.get()::getRoute)
                .map(Optional::ofNullable)
                .flatMap(Optional::stream)
                .map(Route::getEndpoint)
                .filter(OutboxEndpoint.class::isInstance)
                .map(endpoint -> ((OutboxEndpoint) endpoint).receiver())
                .collect(Collectors.toSet());
    }

    /** Forgets what was counted of receivers that are gone for good. */
    void forget(Set<String> receivers) {
        for (Meter meter : new ArrayList<>(meters.getMeters())) {
            String receiver = meter.getId().getTag("receiver");
            if (receiver != null && receivers.contains(receiver)) {
                meters.remove(meter);
                LOG.debug("forgot {}", meter.getId());
            }
        }
    }

    private Model model() {
        return context.get().getCamelContextExtension().getContextPlugin(Model.class);
    }
}
