package io.tocsin.app.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.Finding;
import io.tocsin.files.Followed;
import io.tocsin.source.Connected;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Navigate;
import org.apache.camel.Route;

/**
 * Whether the hub works. It is ready if the store takes a change within two seconds and every route runs; an edit of rules
 * or mappings that was refused makes it degraded, because it still works with the last good ones; and so do files that are not
 * those that other hubs go by, and sources without the connection that they keep.
 */
public final class Health {

    /** Anybody may ask, so the store is tried once a second at most. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /**
     * One thing that is wrong.
     *
     * @param what a word for its kind
     * @param kind what anybody may be told: no names of routes, receivers or files
     * @param detail what an operator needs
     */
    private record Trouble(String what, String kind, String detail) {}

    /** The answer: what keeps the hub from working, and what only bothers it. */
    record Readiness(List<Trouble> down, List<Trouble> degraded) {

        /** @param inDetail for an operator; anybody else is told each kind of trouble, once */
        Reply reply(ObjectMapper json, boolean inDetail) {
            String status = !down.isEmpty() ? "not-ready" : degraded.isEmpty() ? "ready" : "degraded";
            ObjectNode answer = json.createObjectNode().put("status", status);
            ArrayNode troubles = answer.putArray("troubles");
            for (List<Trouble> list : List.of(down, degraded)) {
                list.stream()
                        .map(one -> json.createObjectNode()
                                .put("what", one.what)
                                .put("detail", inDetail ? one.detail : one.kind))
                        .distinct()
                        .forEach(troubles::add);
            }
            return Reply.json(down.isEmpty() ? 200 : 503, answer);
        }
    }

    private static final String BEHIND =
            "other hubs go by other rules or mappings: this one accepts and delivers, and leaves what is to be decided to them";

    private static final String CALENDAR =
            "a calendar that says who is on call was not read for long, or not all of it can be";
    private static final String UNCONNECTED =
            "one or more have no connection to where things come from; the log says why";

    private static final String STORE_AWAY = "it takes no changes; the log says why";

    private final Store store;
    private final Supplier<CamelContext> context;
    private final List<Followed> followed;
    private final Supplier<List<String>> behind;
    private final Supplier<List<String>> calendars;
    private final LongSupplier nanos;
    private List<Trouble> storeTroubles = List.of();
    private long triedAt;
    private boolean tried;

    /**
     * @param store where everything is kept
     * @param context the routes
     * @param followed rules, mappings and routes, which follow their files
     * @param behind why the hub decides nothing, while it does not; a line for each reason
     * @param calendars what is wrong with calendars that feed schedules, a line each
     * @param nanos monotonic time
     */
    public Health(
            Store store,
            Supplier<CamelContext> context,
            List<Followed> followed,
            Supplier<List<String>> behind,
            Supplier<List<String>> calendars,
            LongSupplier nanos) {
        this.store = store;
        this.context = context;
        this.followed = List.copyOf(followed);
        this.behind = behind;
        this.calendars = calendars;
        this.nanos = nanos;
    }

    static ObjectNode live(ObjectMapper json) {
        return json.createObjectNode().put("status", "live");
    }

    /** Whether the hub works, degraded or not. Blocks, two seconds at most. */
    public boolean isReady() {
        return ready().down().isEmpty();
    }

    Readiness ready() {
        List<Trouble> down = new ArrayList<>(store());
        down.addAll(routes());
        List<Trouble> degraded = new ArrayList<>();
        followed.forEach(files -> files.broken().stream()
                .flatMap(List::stream)
                .map(Finding::toString)
                .forEach(finding -> degraded.add(new Trouble("reload", files.trouble(), finding))));
        behind.get().forEach(line -> degraded.add(new Trouble("behind", BEHIND, line)));
        calendars.get().forEach(line -> degraded.add(new Trouble("calendar", CALENDAR, line)));
        degraded.addAll(connections());
        return new Readiness(down, degraded);
    }

    private synchronized List<Trouble> store() {
        if (!tried || nanos.getAsLong() - triedAt > FRESH.toNanos()) {
            storeTroubles = tryStore();
            triedAt = nanos.getAsLong();
            tried = true;
        }
        return storeTroubles;
    }

    private List<Trouble> tryStore() {
        try {
            store.probe().orTimeout(2, java.util.concurrent.TimeUnit.SECONDS).join();
            // One small change says little of a disk that refused a larger one a moment ago.
            return store.trouble().map(Health::away).map(List::of).orElse(List.of());
        } catch (CompletionException e) {
            return List.of(away(store.trouble().orElse(STORE_AWAY)));
        }
    }

    private static Trouble away(String cause) {
        return new Trouble("store", STORE_AWAY, cause);
    }

    /** Sources that keep a connection of their own, and have none. */
    private List<Trouble> connections() {
        return context.get().getRoutes().stream()
                .flatMap(route -> Stream.concat(Stream.of(route.getConsumer()), parts(route.navigate()))
                        .filter(Connected.class::isInstance)
                        .flatMap(part -> ((Connected) part).trouble().stream())
                        .map(why -> new Trouble("source", UNCONNECTED, route.getRouteId() + ": " + why)))
                .toList();
    }

    /** A processor with all that it calls; Camel wraps what a route names. */
    private static Stream<?> parts(Object part) {
        return part instanceof Navigate<?> with && with.hasNext()
                ? Stream.concat(Stream.of(part), with.next().stream().flatMap(Health::parts))
                : Stream.ofNullable(part);
    }

    private List<Trouble> routes() {
        CamelContext routes = context.get();
        if (!routes.isStarted()) {
            String kind = "they are " + routes.getStatus().name().toLowerCase(java.util.Locale.ROOT);
            return List.of(new Trouble("routes", kind, kind));
        }
        return routes.getRoutes().stream()
                .map(Route::getRouteId)
                .filter(id -> !routes.getRouteController().getRouteStatus(id).isStarted())
                .map(id -> new Trouble("route", "one or more do not run", id + " does not run"))
                .toList();
    }
}
