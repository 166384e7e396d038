package io.tocsin.pipeline.outbox;

import io.tocsin.model.receiver.LaneOption;
import io.tocsin.model.receiver.ReceiverOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.OrderedLocationProperties;

/**
 * Reads what a receiver was told out of a Camel context, while its endpoint or its route is being made. The parameters of an
 * instance of a template, undeclared ones too, are Camel's local properties then.
 *
 * @param context the context
 * @param camels its properties
 */
record OptionsTold(CamelContext context, PropertiesComponent camels) {
    private static final String RECEIVER = "receiver";

    static OptionsTold to(CamelContext context) {
        return new OptionsTold(context, (PropertiesComponent) context.getPropertiesComponent());
    }

    /** The receiver whose route is being made; empty in a route of none, for which what counts for all is meant. */
    String receiver() {
        return Optional.ofNullable(camels.getLocalProperties())
                .map(local -> local.get(RECEIVER))
                .map(Object::toString)
                .orElse("");
    }

    /**
     * What a receiver was told.
     *
     * @param uri the options that its URI has
     */
    ReceiverOptions options(String receiver, Map<String, String> uri) {
        Properties local = local(receiver);
        Map<String, String> file = new HashMap<>();
        Map<String, String> channel = new HashMap<>();
        for (LaneOption option : LaneOption.ofReceivers()) {
            Object value = local.get(option.option());
            if (value != null) {
                // Camel keeps the default beside what counts: where both are the same, nobody said anything else.
                boolean byDefault = value.equals(((OrderedLocationProperties) local).getDefaultValue(option.option()));
                (byDefault ? channel : file).put(option.option(), resolved(local, value.toString()));
            }
        }
        return new ReceiverOptions(receiver, uri, file, channel, this::property);
    }

    /** Where a route that sends to the receiver is made before the receiver's own, that one's definition knows. */
    private Properties local(String receiver) {
        return Optional.ofNullable(camels.getLocalProperties())
                .filter(properties -> receiver.equals(properties.get(RECEIVER)))
                .or(() ->
                        context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                                .filter(route -> route.getTemplateParameters() != null)
                                .filter(route -> receiver.equals(
                                        route.getTemplateParameters().get(RECEIVER)))
                                .findFirst()
                                .map(OptionsTold::local))
                .orElseGet(OrderedLocationProperties::new);
    }

    private static Properties local(RouteDefinition route) {
        OrderedLocationProperties local = new OrderedLocationProperties();
        Map<String, Object> defaults =
                Optional.ofNullable(route.getTemplateDefaultParameters()).orElse(Map.of());
        route.getTemplateParameters()
                .forEach((name, value) -> local.put(route.getLocation(), name, value, defaults.get(name)));
        return local;
    }

    /** One that is not there is none; one that names what is not there is an error. */
    private Optional<String> property(String name) {
        return Optional.ofNullable(context.resolvePropertyPlaceholders("{{?" + name + "}}"))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private String resolved(Properties local, String text) {
        camels.setLocalProperties(local);
        try {
            return context.resolvePropertyPlaceholders(text);
        } finally {
            camels.setLocalProperties(null);
        }
    }
}
