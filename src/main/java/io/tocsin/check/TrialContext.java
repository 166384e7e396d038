package io.tocsin.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.secret.Vaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A Camel context for channels that are tried one message at a time: it has the hub's beans and no outbox. */
final class TrialContext implements AutoCloseable {
    private final DefaultCamelContext context = new DefaultCamelContext();

    TrialContext(CamelParts parts) {
        parts.beans().accept(context.getRegistry());
        context.getRegistry().bind(TrialProvider.BEAN, new TrialProvider());
        context.getPropertiesComponent().setInitialProperties(parts.properties());
        Vaults.tell(context, parts.properties());
        context.getShutdownStrategy().setTimeout(1);
        context.setLogMask(true);
        context.start();
    }

    /**
     * Loads an entry of a route file.
     *
     * @throws Exception what Camel says of it
     */
    void load(String name, JsonNode entry) throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString(name + ".camel.yaml", "[" + entry + "]"));
    }

    /**
     * Makes an instance of a template that was loaded.
     *
     * @param id the instance's, unique in this context
     * @throws Exception what Camel says of it
     */
    void make(String template, String id, Map<String, Object> values) throws Exception {
        TemplatedRouteBuilder.builder(context, template)
                .routeId(id)
                .prefixId(id + "-")
                .parameters(values)
                .add();
    }

    /**
     * Puts a message in and waits for what comes of it; what goes wrong is the answer's exception.
     *
     * @param door a {@code direct:} endpoint
     * @param message as the outbox would give it
     */
    Exchange run(String door, ObjectNode message) {
        try {
            return context.createFluentProducerTemplate()
                    .to(door)
                    .withProcessor(exchange -> prepare(exchange, message))
                    .request(Exchange.class);
        } catch (StackOverflowError endless) {
            // jq's gsub calls itself once a match: on a long text it needs more stack than there is.
            Exchange failed = context.getEndpoint(door).createExchange();
            failed.setException(new IllegalStateException("a jq function that calls itself without end, or gsub on a"
                    + " long text: it calls itself once a match"));
            return failed;
        }
    }

    private static void prepare(Exchange exchange, ObjectNode message) {
        exchange.getMessage().setBody(message.deepCopy());
        JsonNode delivery = message.path("delivery");
        for (String name : List.of("receiver", "address", "idempotencyKey")) {
            exchange.setVariable(name, delivery.path(name).asText());
        }
        exchange.setVariable("deliveryId", delivery.path("id").asText());
        exchange.setVariable("attempt", delivery.path("attempt").asInt());
        exchange.setVariable(
                "possibleDuplicate", delivery.path("possibleDuplicate").asBoolean());
    }

    @Override
    public void close() {
        try {
            context.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
