package io.tocsin.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tocsin.check.LastGood;
import io.tocsin.corridor.Corridor;
import io.tocsin.http.CannotListenException;
import io.tocsin.http.HttpSettings;
import io.tocsin.http.HubHttpServer;
import io.tocsin.lane.Lanes;
import io.tocsin.mapping.Mappings;
import io.tocsin.rule.Rules;
import io.tocsin.seen.SeenAlerts;
import io.tocsin.source.Tokens;
import io.tocsin.store.SqliteDialect;
import io.tocsin.store.Store;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/**
 * A running hub: the composition root. Parts are made here, bound by name for the route files, and stopped in the
 * opposite order.
 */
public final class Hub implements AutoCloseable {

    private final HubSettings settings;
    private final InstantSource clock;
    private final ObjectMapper json = new ObjectMapper();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    private final Lanes lanes = new Lanes();
    private final ScheduledExecutorService timer;
    private final Closing closing = new Closing();

    private Store store;
    private Corridor corridor;
    private RouteData routeData;
    private TokenTable tokens;
    private Gauges gauges;
    private HubHttpServer http;
    private Main main;

    private Hub(HubSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.timer = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "hub-timer");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts a hub; it serves when this returns.
     *
     * @throws CannotStartException if something is in the way that one line can tell
     * @throws io.tocsin.check.InvalidFileException if a file that a user edits is wrong
     */
    public static Hub start(HubSettings settings, InstantSource clock) {
        Hub hub = new Hub(settings, clock);
        try {
            hub.start();
            return hub;
        } catch (RuntimeException | Error e) {
            hub.close();
            throw e;
        }
    }

    /** Where it listens: {@code http://127.0.0.1:8080}. */
    public String address() {
        return "http://" + settings.text(Setting.HOST) + ":" + http.getPort();
    }

    /** Where everything is kept. */
    public Store store() {
        return store;
    }

    /** The context that its routes run in. */
    public CamelContext camel() {
        return main.getCamelContext();
    }

    /** The rules, which follow their files. */
    public LastGood<Rules> rules() {
        return routeData.rules();
    }

    /** The mappings, which follow their files. */
    public LastGood<Mappings> mappings() {
        return routeData.mappings();
    }

    /** Drains and stops, within 30 s. */
    @Override
    public void close() {
        closing.close();
    }

    private void start() {
        closing.add("timer", () -> {
            timer.shutdownNow();
            timer.awaitTermination(2, TimeUnit.SECONDS);
        });
        DataFolder data = DataFolder.take(settings.data());
        closing.add("data folder", data);
        routeData = RouteData.read(settings);
        store = Store.open(new SqliteDialect(data.store()), clock);
        closing.add("store", store);
        Leases.release(store, settings.text(Setting.NAME));
        gauges = new Gauges(meters, store, clock, breakers, routeData);
        gauges.register();
        tokens = TokenTable.open(store, data.path());
        http = new HubHttpServer(HttpSettings.at(settings.text(Setting.HOST), settings.number(Setting.PORT)));
        corridor = new Corridor(
                store,
                lanes,
                clock,
                settings.text(Setting.NAME),
                settings.duration(Setting.LEASE),
                settings.duration(Setting.INTERVAL),
                timer,
                json,
                meters,
                new Corridor.HubAddress(settings.text(Setting.NAME), url()));
        startRoutes();
        routeData.follow(timer, settings.duration(Setting.RELOAD));
        Retention.schedule(store, clock, settings.duration(Setting.RETENTION), timer);
    }

    private void startRoutes() {
        main = new Main();
        main.setOverrideProperties(settings.placeholders());
        main.configure()
                .withName(settings.text(Setting.NAME))
                .withRoutesIncludePattern(RouteFolders.pattern(settings.routes()))
                .withJmxEnabled(false)
                .withMessageHistory(false)
                .withUseBreadcrumb(false)
                .withStreamCachingEnabled(false)
                .withLoadTypeConverters(false)
                .withLogMask(true)
                .withAllowUseOriginalMessage(false)
                .withShutdownTimeout(20)
                .withShutdownLogInflightExchangesOnTimeout(false);
        main.setPropertyPlaceholderLocations("false");
        main.bind("corridor", corridor);
        main.addMainListener(new BeforeRoutes(context -> {
            beans().bindTo(context.getRegistry());
            try {
                context.addService(http);
            } catch (CannotListenException e) {
                throw e;
            } catch (Exception e) {
                throw new CannotStartException("The HTTP server cannot start: " + e.getMessage(), e);
            }
        }));
        closing.add("routes", main::stop);
        try {
            main.start();
        } catch (Exception e) {
            throw StartFailure.of(e);
        }
    }

    /** The names that route files may refer to. */
    private RouteBeans beans() {
        return new RouteBeans(
                settings.routes(),
                new Tokens(tokens),
                meters,
                breakers,
                new SeenAlerts(settings.number(Setting.DEDUP_SIZE), System::nanoTime),
                routeData.mappings()::current,
                routeData.rules()::current);
    }

    private String url() {
        String told = settings.text(Setting.URL);
        return told.isEmpty() ? "http://" + settings.text(Setting.HOST) + ":" + settings.text(Setting.PORT) : told;
    }
}
