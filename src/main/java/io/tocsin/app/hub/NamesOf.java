package io.tocsin.app.hub;

import io.tocsin.app.api.NamesInUse;
import io.tocsin.app.api.ReceiversInUse;
import io.tocsin.model.rule.Rule;
import io.tocsin.model.rule.Rules;
import io.tocsin.pipeline.listing.Lists;
import io.tocsin.source.accept.SourceName;
import io.tocsin.store.token.TokenTable;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/** Collects the names that a running hub knows, from the parts that know them. */
record NamesOf(
        ReceiversInUse receivers, Supplier<Rules> rules, TokenTable tokens, Supplier<CamelContext> camel, Lists lists) {

    /** How the route of a source is called by custom. */
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
        Stream<String> withRoute = camel.get().getRoutes().stream()
                .map(Route::getRouteId)
                .filter(id -> id.startsWith(SOURCE_ROUTE))
                .map(id -> id.substring(SOURCE_ROUTE.length()));
        return Stream.concat(withToken, withRoute).collect(Collectors.toSet());
    }
}
