package io.tocsin.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.channel.TestOutbox.Outcome;
import io.tocsin.channel.breaker.AsyncBreakers;
import io.tocsin.net.guard.AddressGuard;
import io.tocsin.net.guard.GuardedHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The project's own route templates in a Camel context, with receivers made of them as a receiver file would. */
final class Receivers implements AutoCloseable {
    static final Path ROUTES = Path.of("routes");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final TestOutbox outbox = new TestOutbox();

    Receivers() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("hub.routes", ROUTES.toString());
        context.getPropertiesComponent().setInitialProperties(properties);
        context.addComponent("outbox", outbox);
        GuardedHttp.bindTo(context.getRegistry(), AddressGuard.allowing("127.0.0.0/8"));
        ChannelBeans.bindTo(context.getRegistry(), InstantSource.system(), ROUTES);
        AsyncBreakers.useIn(context);
        context.start();
        try (var files = Files.list(ROUTES.resolve("channels"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList()) {
                load(file.toString(), Files.readString(file));
            }
        }
    }

    /** Adds one receiver by the text that would stand in its file. */
    Receivers with(String channel, String receiver, Map<String, ?> parameters) throws Exception {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("receiver", receiver));
        all.putAll(parameters);
        StringBuilder yaml = new StringBuilder(
                "- templatedRoute:\n    routeTemplateRef: %s\n    routeId: %s\n    prefixId: %s-\n    parameters:\n"
                        .formatted(channel, receiver, receiver));
        all.forEach((name, value) -> yaml.append("      - name: %s%n        value: \"%s\"%n".formatted(name, value)));
        load(receiver + ".camel.yaml", yaml.toString());
        return this;
    }

    Receivers load(String name, String yaml) throws Exception {
        Resource resource = ResourceHelper.fromString(name, yaml);
        PluginHelper.getRoutesLoader(context).loadRoutes(resource);
        return this;
    }

    Outcome send(String receiver, ObjectNode message) throws Exception {
        return outbox.send(receiver, message, Map.of());
    }

    Outcome send(String receiver, ObjectNode message, Map<String, Object> headers) throws Exception {
        return outbox.send(receiver, message, headers);
    }

    Map<String, Object> lane(String receiver) {
        return outbox.options(receiver);
    }

    ModelCamelContext context() {
        return context;
    }

    @Override
    public void close() throws IOException {
        context.close();
    }
}
