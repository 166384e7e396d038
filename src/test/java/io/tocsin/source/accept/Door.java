package io.tocsin.source.accept;

import io.tocsin.model.token.TokenHash;
import io.tocsin.model.token.TokenStore;
import io.tocsin.model.token.Tokens;
import io.tocsin.net.server.HttpSettings;
import io.tocsin.net.server.HubHttpServer;
import io.tocsin.source.SourceBeans;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The real door on a free port, with the project's own route file and a {@link HeldInbox} behind it. */
final class Door implements AutoCloseable {
    final HeldInbox inbox = new HeldInbox();
    final String token = Tokens.generate(new SecureRandom());
    final CamelContext context = new DefaultCamelContext();
    final HubHttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param options of {@code accept:}, as a query string; empty for the defaults */
    Door(String options) throws Exception {
        server = new HubHttpServer(HttpSettings.at("127.0.0.1", 0));
        TokenStore tokens =
                source -> source.equals("ci") ? List.of(new TokenHash("test", Tokens.hash(token))) : List.of();
        context.getRegistry().bind("tokens", new Tokens(tokens, InstantSource.system()));
        SourceBeans.bindTo(context.getRegistry());
        context.addComponent("inbox", inbox);
        context.addService(server);
        if (options.isEmpty()) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.resolveResource(
                            context, "file:" + Path.of("routes/sources/http.camel.yaml")));
        } else {
            context.addRoutes(new org.apache.camel.builder.RouteBuilder() {
                @Override
                public void configure() {
                    from("accept:/v1/events/{source}?" + options)
                            .routeId("source-http")
                            .to("inbox:events");
                }
            });
        }
        context.getShutdownStrategy().setTimeout(10);
        context.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getPort() + path);
    }

    HttpRequest.Builder post(String body) {
        return HttpRequest.newBuilder(uri("/v1/events/ci"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        inbox.close();
        context.stop();
    }
}
