package io.tocsin.app.hub;

import io.tocsin.app.api.NamesInUse;
import io.tocsin.model.event.Event;
import io.tocsin.model.rule.Rule;
import io.tocsin.model.rule.Rules;
import io.tocsin.pipeline.listing.Lists;
import io.tocsin.pipeline.outbox.ReceiversInUse;
import io.tocsin.source.accept.AcceptEndpoint;
import io.tocsin.source.accept.SourceName;
import io.tocsin.store.token.TokenTable;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/** Collects the names that a running hub knows, from the parts that know them. */
record NamesOf(
        ReceiversInUse receivers, Supplier<Rules> rules, TokenTable tokens, Supplier<CamelContext> camel, Lists lists) {

    /** How the route of a source that comes by a queue or topic is called by custom. */
    private static final String SOURCE_ROUTE = "source-";

    NamesInUse inUse() {
        return new NamesInUse(receivers::names, this::rulesInUse, this::sources, lists::hasEventsOf);
    }

    private Set<String> rulesInUse() {
        return rules.get().all().stream().map(Rule::name).collect(Collectors.toSet());
    }

    private Set<String> sources() {
        Stream<String> withToken =
                tokens.list().stream().map(TokenTable.Listed::scope).filter(SourceName::isValid);
        Stream<String> withRoute = camel.get().getRoutes().stream().flatMap(route -> sourceOf(route).stream());
        return Stream.of(withToken, withRoute, lists.sources().stream().filter(name -> !name.equals(Event.HUB)))
                .flatMap(names -> names)
                .collect(Collectors.toSet());
    }

    /** The source of a route over HTTP is what its endpoint says; one for any source, or for none, is called by none. */
    private static Optional<String> sourceOf(Route route) {
        if (route.getEndpoint() instanceof AcceptEndpoint accept) {
            return Optional.of(accept.getSource()).filter(name -> !name.isEmpty());
        }
        return Optional.of(route.getRouteId())
                .filter(id -> id.startsWith(SOURCE_ROUTE))
                .map(id -> id.substring(SOURCE_ROUTE.length()));
    }
}
