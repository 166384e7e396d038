package io.tocsin.lint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.check.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Renders each channel's message for a set of sample messages. What runs is the template itself, cut off before the step
 * that sends.
 */
final class ChannelMessages {
    private static final Set<String> SENDING = Set.of("toD", "wireTap", "enrich", "circuitBreaker", "recipientList");

    private final RouteFiles files;
    private final CamelParts parts;
    private final Set<String> faulty;

    /** @param faulty the names of files in which something was found already, which are left out */
    ChannelMessages(RouteFiles files, CamelParts parts, Set<String> faulty) {
        this.files = files;
        this.parts = parts;
        this.faulty = faulty;
    }

    List<Finding> check() {
        List<Finding> findings = new ArrayList<>();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            parts.beans().accept(context.getRegistry());
            context.getPropertiesComponent().setInitialProperties(parts.properties());
            context.getShutdownStrategy().setTimeout(1);
            context.start();
            for (RouteFile file : files.files()) {
                for (RouteText template : file.templates()) {
                    if (!faulty.contains(file.name())
                            && template.source().scheme().equals("outbox")) {
                        render(context, template).ifPresent(findings::add);
                    }
                }
            }
        } catch (Exception unexpected) {
            throw new IllegalStateException("the check itself failed: " + unexpected, unexpected);
        }
        return findings;
    }

    private Optional<Finding> render(CamelContext context, RouteText template) throws Exception {
        String id = template.id();
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString(id + ".camel.yaml", "[" + cut(template) + "]"));
        try {
            TemplatedRouteBuilder.builder(context, id)
                    .routeId("render-" + id)
                    .prefixId("render-" + id + "-")
                    .parameters(TrialValues.of(template))
                    .add();
        } catch (Exception untried) {
            return Optional.empty(); // TrialRoutes has told it
        }
        for (var sample : SampleMessages.all().entrySet()) {
            Optional<Finding> finding =
                    fault(template, sample.getKey(), answer(context, "direct:render-" + id, sample.getValue()));
            if (finding.isPresent()) {
                return finding;
            }
        }
        return Optional.empty();
    }

    /** jq's {@code gsub} calls itself once a match: on a long text it needs more stack than there is. */
    private static Exchange answer(CamelContext context, String channel, ObjectNode message) {
        try {
            return context.createFluentProducerTemplate()
                    .to(channel)
                    .withProcessor(exchange -> prepare(exchange, message))
                    .request(Exchange.class);
        } catch (StackOverflowError endless) {
            Exchange failed = context.getEndpoint(channel).createExchange();
            failed.setException(new IllegalStateException("a jq function that calls itself without end, or gsub on a"
                    + " long text: it calls itself once a match"));
            return failed;
        }
    }

    private static void prepare(Exchange exchange, ObjectNode message) {
        exchange.getMessage().setBody(message);
        for (String name : List.of("receiver", "address")) {
            exchange.setVariable(name, message.at("/delivery/" + name).asText());
        }
        exchange.setVariable("deliveryId", message.at("/delivery/id").asText());
        exchange.setVariable(
                "idempotencyKey", message.at("/delivery/idempotencyKey").asText());
        exchange.setVariable("attempt", message.at("/delivery/attempt").asInt());
    }

    private Optional<Finding> fault(RouteText template, String sample, Exchange answer) {
        if (answer.getException() != null) {
            return Optional.of(new MessageFault(files, template, sample).finding(answer.getException()));
        }
        Object body = answer.getMessage().getBody();
        if (body == null || String.valueOf(body).isBlank() || body instanceof byte[] bytes && bytes.length == 0) {
            return Optional.of(template.head()
                    .finding(
                            "an empty message of channel `" + template.id() + "` for " + sample,
                            "a message",
                            "look at the jq or template file that it names"));
        }
        return Optional.empty();
    }

    /** The template with a door for samples instead of its outbox, and without the step that sends and those after it. */
    private static ObjectNode cut(RouteText template) {
        ObjectNode copy = template.head().node().deepCopy();
        ObjectNode from = (ObjectNode) copy.at(copy.has("route") ? "/route/from" : "/from");
        from.put("uri", "direct:render-" + template.id());
        from.remove("parameters");
        ArrayNode steps = from.putArray("steps");
        for (Place step : template.steps()) {
            if (step.fields().stream().anyMatch(ChannelMessages::sends)) {
                break;
            }
            steps.add(step.node().deepCopy());
        }
        ObjectNode top = copy.objectNode();
        top.set("routeTemplate", copy);
        return top;
    }

    private static boolean sends(Place step) {
        if (SENDING.contains(step.key())) {
            return true;
        }
        return step.key().equals("to")
                && !Set.of("freemarker", "language", "jq")
                        .contains(EndpointText.at(step).scheme());
    }
}
