package io.tocsin.channel.breaker;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.resilience4j.ResilienceConstants;
import org.apache.camel.component.resilience4j.ResilienceProcessor;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.Resilience4jConfigurationCommon;
import org.apache.camel.model.Resilience4jConfigurationDefinition;
import org.apache.camel.spi.ProcessorFactory;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.PluginHelper;

/**
 * Makes of every {@code circuitBreaker} of a route one that holds no thread. Camel 4.17's processor calls what is inside and
 * waits, whatever is inside; its configuration, its breaker and its place in the registry stay Camel's own.
 *
 * <p>A breaker with a timeout, a bulkhead, or exceptions that it ignores or records stays Camel's, and holds its thread: these are not for
 * sends ({@code ./hub check} refuses most of them), and a route of another kind may have one.
 */
public final class AsyncBreakers implements ProcessorFactory {
    private final ProcessorFactory others;

    private AsyncBreakers(ProcessorFactory others) {
        this.others = others;
    }

    /** For the routes that the context loads from here on. */
    public static void useIn(CamelContext context) {
        context.getCamelContextExtension()
                .addContextPlugin(ProcessorFactory.class, new AsyncBreakers(PluginHelper.getProcessorFactory(context)));
    }

    @Override
    public Processor createChildProcessor(Route route, NamedNode definition, boolean mandatory) throws Exception {
        return others.createChildProcessor(route, definition, mandatory);
    }

    @Override
    public Processor createProcessor(Route route, NamedNode definition) throws Exception {
        Processor made = others.createProcessor(route, definition);
        return made instanceof ResilienceProcessor camels && definition instanceof CircuitBreakerDefinition breaker
                ? breaker(route.getCamelContext(), breaker, camels)
                : made;
    }

    @Override
    public Processor createProcessor(CamelContext context, String definitionName, Object[] arguments) throws Exception {
        return others.createProcessor(context, definitionName, arguments);
    }

    private static Processor breaker(
            CamelContext context, CircuitBreakerDefinition definition, ResilienceProcessor camels) {
        return isForSends(context, definition)
                ? new AsyncBreaker(camels, throwsWhenOpen(context, definition))
                : new OneThread(camels);
    }

    private static boolean isForSends(CamelContext context, CircuitBreakerDefinition definition) {
        return told(context, definition)
                .allMatch(told -> isEmpty(told.getIgnoreExceptions())
                        && isEmpty(told.getRecordExceptions())
                        && !isTrue(context, told.getTimeoutEnabled())
                        && !isTrue(context, told.getBulkheadEnabled()));
    }

    private static boolean isTrue(CamelContext context, String option) {
        return Boolean.TRUE.equals(CamelContextHelper.parseBoolean(context, option));
    }

    private static boolean isEmpty(List<?> list) {
        return list == null || list.isEmpty();
    }

    /** The last word counts, as in Camel's own reading. */
    private static boolean throwsWhenOpen(CamelContext context, CircuitBreakerDefinition definition) {
        return told(context, definition)
                .map(told -> CamelContextHelper.parseBoolean(context, told.getThrowExceptionWhenHalfOpenOrOpenState()))
                .filter(Objects::nonNull)
                .reduce((earlier, later) -> later)
                .orElse(false);
    }

    /** What all breakers were told, then those of its kind, then it alone. */
    private static Stream<Resilience4jConfigurationCommon> told(
            CamelContext context, CircuitBreakerDefinition definition) {
        String kind = CamelContextHelper.parseText(context, definition.getConfiguration());
        return Stream.of(
                        shared(context, null, ResilienceConstants.DEFAULT_RESILIENCE_CONFIGURATION_ID),
                        kind == null ? Optional.<Resilience4jConfigurationCommon>empty() : shared(context, kind, kind),
                        Optional.<Resilience4jConfigurationCommon>ofNullable(definition.getResilience4jConfiguration()))
                .flatMap(Optional::stream);
    }

    private static Optional<Resilience4jConfigurationCommon> shared(CamelContext context, String id, String bean) {
        Resilience4jConfigurationDefinition ofModel =
                context.getCamelContextExtension().getContextPlugin(Model.class).getResilience4jConfiguration(id);
        return Optional.ofNullable(
                ofModel != null
                        ? ofModel
                        : CamelContextHelper.lookup(context, bean, Resilience4jConfigurationDefinition.class));
    }
}
