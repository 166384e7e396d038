package io.tocsin.hub;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.check.Finding;
import io.tocsin.check.InvalidFileException;
import io.tocsin.lint.CamelParts;
import io.tocsin.lint.RouteCheck;
import io.tocsin.mapping.MappingSamples;
import io.tocsin.mapping.Mappings;
import io.tocsin.rule.Rules;
import io.tocsin.seen.SeenAlerts;
import io.tocsin.source.Tokens;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
        return new HubCheck(settings).run(true);
    }

    /** The checks that a start can afford, some milliseconds: all but Camel's schema, trial routes, messages and samples. */
    public static List<Finding> quick(HubSettings settings) {
        return new HubCheck(settings).run(false);
    }

    private List<Finding> run(boolean full) {
        try {
            RouteData data = RouteData.read(settings);
            routes(data.mappings()::current, data.rules()::current, full);
            if (full) {
                findings.addAll(new MappingSamples(data.mappings().current()).check());
            }
        } catch (InvalidFileException invalid) {
            findings.addAll(invalid.findings());
            routesAlone(full);
        }
        return findings.stream()
                .sorted(Comparator.comparing(Finding::file).thenComparing(Finding::line))
                .toList();
    }

    private void routes(Supplier<Mappings> mappings, Supplier<Rules> rules, boolean full) {
        RouteCheck routes = new RouteCheck(settings.routes(), parts(mappings, rules));
        findings.addAll(full ? routes.full() : routes.quick());
        findings.addAll(rules.get().unknownReceivers(routes.receivers()));
    }

    /** Rules or mappings are wrong: the routes are looked at all the same, so that one run tells everything. */
    private void routesAlone(boolean full) {
        if (settings.routes().stream().allMatch(Files::isDirectory)) {
            RouteCheck routes = new RouteCheck(settings.routes(), parts(HubCheck::none, HubCheck::none));
            findings.addAll(full ? routes.full() : routes.quick());
        }
    }

    private CamelParts parts(Supplier<Mappings> mappings, Supplier<Rules> rules) {
        RouteBeans beans = new RouteBeans(
                settings.routes(),
                new Tokens(source -> List.of()),
                new SimpleMeterRegistry(),
                CircuitBreakerRegistry.ofDefaults(),
                new SeenAlerts(1, System::nanoTime),
                mappings,
                rules);
        return new CamelParts(settings.placeholders(), beans::bindTo);
    }

    private static <T> T none() {
        throw new IllegalStateException("no event is looked at in a check");
    }
}
