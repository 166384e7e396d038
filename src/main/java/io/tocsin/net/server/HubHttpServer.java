package io.tocsin.net.server;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/**
 * The hub's one HTTP server, shared by {@code accept:} and by stock {@code platform-http:} routes.
 *
 * <p>Camel's own server does the same with three gaps, which is why this one takes its place: a port in use is only a
 * line in the log and the hub runs on, deaf; there is no limit on headers or idle connections; and one event loop serves
 * every connection. This one throws {@link CannotListenException}, has the limits, and listens with several loops.
 *
 * <p>Add it before the context starts: {@code context.addService(new HubHttpServer(settings))}. It listens when the context
 * starts, before any route does, and what it throws then comes out of the context's start as it is. It binds a
 * {@link VertxPlatformHttpRouter} in the registry, under the name that stock consumers look for, once it listens.
 */
public class HubHttpServer extends VertxPlatformHttpServer {
    private static final long PATIENCE_SECONDS = 30;

    private final HttpSettings settings;
    private final Consumer<Router> mount;
    private Vertx vertx;
    private Router router;
    private HttpServer server;

    /** @param settings where and how to listen */
    public HubHttpServer(HttpSettings settings) {
        this(settings, router -> {});
    }

    /**
     * @param settings where and how to listen
     * @param mount adds paths of its own before the server listens and before any route adds one
     */
    public HubHttpServer(HttpSettings settings, Consumer<Router> mount) {
        super(configuration(settings));
        this.settings = settings;
        this.mount = mount;
    }

    @Override
    protected void doInit() {
        // Vert.x is made here and not looked up: its threads are part of these settings.
    }

    @Override
    protected void initializeServer() {
        vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(settings.eventLoops()).setWorkerPoolSize(settings.workers()));
        router = Router.router(vertx);
        ProblemPages.on(router, getCamelContext());
        mount.accept(router);
    }

    @Override
    protected void startServer() {
        var deployed = new CompletableFuture<HttpServer>();
        vertx.deployVerticle(
                () -> new Listener(deployed), new DeploymentOptions().setInstances(settings.eventLoops()), done -> {
                    if (done.failed()) {
                        deployed.completeExceptionally(done.cause());
                    }
                });
        try {
            server = deployed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException | TimeoutException e) {
            vertx.close();
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new CannotListenException(
                    "Cannot listen on " + settings.host() + ":" + settings.port() + ": " + reason.getMessage()
                            + "; stop what uses the port, or set hub.port (HUB_PORT) to another",
                    reason);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotListenException("Interrupted while starting to listen", e);
        }
        String name = VertxPlatformHttpRouter.getRouterNameFromPort(server.actualPort());
        getCamelContext().getRegistry().bind(name, new SizedRouter(name));
    }

    @Override
    protected void stopServer() {
        if (vertx != null) {
            await(vertx.close());
        }
        server = null;
    }

    @Override
    protected void stopVertx() {
        vertx = null;
    }

    /** The server that listens; null before the start and after the stop, as Camel expects. */
    @Override
    public HttpServer getServer() {
        return server;
    }

    @Override
    public Vertx getVertx() {
        return vertx;
    }

    /** The port in use: the configured one, or the one that was free. */
    @Override
    public int getPort() {
        return server == null ? settings.port() : server.actualPort();
    }

    private static void await(Future<Void> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The HTTP server did not stop cleanly", e);
        }
    }

    private static VertxPlatformHttpServerConfiguration configuration(HttpSettings settings) {
        var configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(settings.host());
        configuration.setBindPort(settings.port());
        configuration.setMaxBodySize((long) settings.maxBody());
        return configuration;
    }

    /** One event loop's share of the connections. */
    private final class Listener extends AbstractVerticle {
        private final CompletableFuture<HttpServer> deployed;

        private Listener(CompletableFuture<HttpServer> deployed) {
            this.deployed = deployed;
        }

        @Override
        public void start(Promise<Void> started) {
            // Vert.x shares one random port between the instances for a negative number, and none for 0.
            int port = settings.port() == 0 ? -1 : settings.port();
            vertx.createHttpServer(new HttpServerOptions()
                            .setMaxHeaderSize(settings.maxHeader())
                            .setMaxInitialLineLength(settings.maxHeader())
                            .setIdleTimeout((int) settings.idle().toSeconds())
                            .setHttp2ClearTextEnabled(false))
                    .invalidRequestHandler(ProblemPages::invalid)
                    .requestHandler(router)
                    .listen(port, settings.host())
                    .onSuccess(deployed::complete)
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }

    /** The router as stock consumers see it, with a limit on bodies and without file uploads. */
    private final class SizedRouter extends VertxPlatformHttpRouter {
        private SizedRouter(String name) {
            super(HubHttpServer.this, HubHttpServer.this.vertx, router, name);
        }

        @Override
        public Handler<RoutingContext> bodyHandler() {
            BodyHandler handler = BodyHandler.create(false).setBodyLimit(settings.maxBody());
            return context -> {
                context.request().resume();
                handler.handle(context);
            };
        }
    }
}
