package io.tocsin.hub;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.check.Finding;
import io.tocsin.check.InvalidFileException;
import io.tocsin.heartbeat.Heartbeats;
import io.tocsin.lint.CamelParts;
import io.tocsin.lint.RouteCheck;
import io.tocsin.mapping.MappingSamples;
import io.tocsin.mapping.Mappings;
import io.tocsin.rule.AddressGaps;
import io.tocsin.rule.PeopleMissing;
import io.tocsin.rule.Rules;
import io.tocsin.seen.SeenAlerts;
import io.tocsin.source.Tokens;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Everything that an integration engineer edits, looked at without starting anything. */
public final class HubCheck {
    private final HubSettings settings;
    private final Set<Finding> findings = new LinkedHashSet<>();

    private HubCheck(HubSettings settings) {
        this.settings = settings;
    }

    /** Every check there is: a few seconds. In the order of files and lines; empty where all is well. */
    public static List<Finding> full(HubSettings settings) {
        return new HubCheck(settings).everything();
    }

    /** The checks that a start can afford: all but Camel's schema, trial routes, messages and samples. */
    static List<Finding> quick(HubSettings settings, RouteData data) {
        HubCheck check = new HubCheck(settings);
        check.routes(data.mappings()::current, data.rules()::current, RouteCheck::quick);
        return check.inOrder();
    }

    /** What Camel refuses to make, in the order of files and lines: for a start that it refused. */
    static List<Finding> refused(HubSettings settings, RouteData data) {
        HubCheck check = new HubCheck(settings);
        check.findings.addAll(
                new RouteCheck(settings.routes(), parts(settings, data.mappings()::current, data.rules()::current))
                        .refused(List.of()));
        return check.inOrder();
    }

    private List<Finding> everything() {
        findings.addAll(StrangeVariables.unread(settings));
        try {
            RouteData data = RouteData.read(settings);
            RouteCheck routes = routes(data.mappings()::current, data.rules()::current, RouteCheck::full);
            findings.addAll(AddressGaps.of(data.rules().current()));
            findings.addAll(PeopleMissing.of(data.rules().current(), routes.withoutDestination()));
            findings.addAll(
                    new MappingSamples(data.mappings().current(), () -> RouteData.mappingsByDefault(settings)).check());
        } catch (InvalidFileException invalid) {
            findings.addAll(invalid.findings());
            routesAlone();
        }
        return inOrder();
    }

    private List<Finding> inOrder() {
        return findings.stream()
                .sorted(Comparator.comparing(Finding::file).thenComparing(Finding::line))
                .toList();
    }

    private RouteCheck routes(
            Supplier<Mappings> mappings, Supplier<Rules> rules, Function<RouteCheck, List<Finding>> depth) {
        RouteCheck routes = new RouteCheck(settings.routes(), parts(settings, mappings, rules));
        findings.addAll(depth.apply(routes));
        findings.addAll(OwnProperties.unread(settings.file(), mappings.get().propertiesRead()));
        findings.addAll(rules.get().unknownReceivers(routes.receivers()));
        return routes;
    }

    /** Rules or mappings are wrong: the routes are looked at all the same, so that one run tells everything. */
    private void routesAlone() {
        if (settings.routes().stream().allMatch(Files::isDirectory)) {
            findings.addAll(new RouteCheck(settings.routes(), parts(settings, HubCheck::none, HubCheck::none)).full());
        }
    }

    /** What routes need of a hub that does not run. */
    static CamelParts parts(HubSettings settings, Supplier<Mappings> mappings, Supplier<Rules> rules) {
        RouteBeans beans = new RouteBeans(
                settings.routes(),
                settings.addresses(),
                InstantSource.system(),
                new Tokens(source -> List.of()),
                new SimpleMeterRegistry(),
                CircuitBreakerRegistry.ofDefaults(),
                new SeenAlerts(1, System::nanoTime),
                new Heartbeats(),
                settings.placeholders().getProperty(OwnProperties.ROUTING_KEYS, ""),
                settings.duration(Setting.RESOLVE_TIMEOUT),
                mappings,
                rules);
        return new CamelParts(settings.placeholders(), beans::bindTo);
    }

    private static <T> T none() {
        throw new IllegalStateException("no event is looked at in a check");
    }
}
