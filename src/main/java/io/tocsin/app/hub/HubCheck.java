package io.tocsin.app.hub;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.check.AnswersGoAlone;
import io.tocsin.check.CamelParts;
import io.tocsin.check.RouteCheck;
import io.tocsin.check.Translated;
import io.tocsin.files.Finding;
import io.tocsin.model.heartbeat.Heartbeats;
import io.tocsin.model.mapping.MappingSamples;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.rule.AddressGaps;
import io.tocsin.model.rule.AnswerReceivers;
import io.tocsin.model.rule.PeopleMissing;
import io.tocsin.model.rule.Rules;
import io.tocsin.model.schedule.ScheduleGaps;
import io.tocsin.model.token.Tokens;
import io.tocsin.pipeline.seen.SeenAlerts;
import io.tocsin.pipeline.simulate.RuleTests;
import io.tocsin.source.chat.ChatDesk;
import io.tocsin.source.phone.PhoneDesk;
import io.tocsin.source.pushover.PushoverDesk;
import io.tocsin.source.slack.SlackBoard;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
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

    /** What is no mistake, and may still not be as somebody means it; empty where files are wrong. */
    public static List<String> notes(HubSettings settings) {
        if (!RouteData.missingFolders(settings).isEmpty()) {
            return List.of();
        }
        Recipients recipients =
                RouteData.ruleFiles(settings).sound(new ArrayList<>()).recipients();
        List<String> notes = new ArrayList<>();
        boolean wantsLinks = settings.text(Setting.URL).isEmpty()
                && !settings.duration(Setting.ANSWER_LINKS).isZero();
        if (wantsLinks && !recipients.names().isEmpty()) {
            notes.add("hub.url is not set, so no message has a link by which people answer (docs/answer-links.md);"
                    + " set it to the address at which they reach the hub, or hub.answer-links=0s");
        }
        notes.addAll(SharedUsers.notes(recipients));
        return notes;
    }

    /** The checks that a start can afford: all but Camel's schema, trial routes, messages and samples. */
    static List<Finding> quick(HubSettings settings, RouteData data) {
        HubCheck check = new HubCheck(settings);
        check.routes(data.mappings()::current, data.rules()::current, RouteCheck::quick);
        return check.inOrder();
    }

    /** The same where rules or mappings are wrong: the rest is looked at all the same. */
    static List<Finding> quick(HubSettings settings) {
        HubCheck check = new HubCheck(settings);
        Sound sound = check.sound(Set.of());
        if (sound != null) {
            check.routes(sound::mappings, sound::rules, RouteCheck::quick);
        }
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
        Sound sound = sound(Translated.languages(settings.routes()));
        if (sound != null) {
            RouteCheck routes = routes(sound::mappings, sound::rules, RouteCheck::full);
            findings.addAll(new RuleTests(sound.mappings(), sound.rules(), routes.receivers())
                    .check(RouteData.ruleFolders(settings), sound.isWhole()));
            findings.addAll(AddressGaps.of(sound.rules()));
            sound.rules()
                    .recipients()
                    .schedules()
                    .forEach(schedule -> findings.addAll(
                            ScheduleGaps.of(schedule, InstantSource.system().instant())));
            findings.addAll(PeopleMissing.of(sound.rules(), routes.withoutDestination()));
            findings.addAll(new MappingSamples(sound.mappings(), () -> RouteData.mappingsByDefault(settings)).check());
        }
        return inOrder();
    }

    /**
     * What of the files that are data is right, so that the rest hides nothing.
     *
     * @param isWhole whether nothing is wrong with them
     */
    private record Sound(Rules rules, Mappings mappings, boolean isWhole) {}

    /**
     * Null where there is no folder to look into.
     *
     * @param languages those that readers can have; empty where any will do
     */
    private Sound sound(Set<String> languages) {
        List<Finding> missing = RouteData.missingFolders(settings);
        if (!missing.isEmpty()) { // what stands there would be unknown all over the others
            findings.addAll(missing);
            return null;
        }
        List<Finding> inData = new ArrayList<>();
        Rules rules = RouteData.ruleFiles(settings).withLanguages(languages).sound(inData);
        Mappings mappings = RouteData.mappingFiles(settings).sound(inData);
        findings.addAll(inData);
        return new Sound(rules, mappings, inData.isEmpty());
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
        Set<String> known = new TreeSet<>(routes.receivers());
        findings.addAll(ReceiverProperties.strangers(settings.file(), known));
        rules.get().namings().forEach(rule -> known.addAll(routes.lost(rule.receivers())));
        findings.addAll(rules.get().unknownReceivers(known));
        findings.addAll(AnswerReceivers.misnamed(
                rules.get(), routes.receivers(), routes.receivers(AnswersGoAlone.TEMPLATE), AnswersGoAlone.TEMPLATE));
        return routes;
    }

    /** What routes need of a hub that does not run. */
    static CamelParts parts(HubSettings settings, Supplier<Mappings> mappings, Supplier<Rules> rules) {
        RouteBeans beans = new RouteBeans(
                settings.routes(),
                settings.addresses(),
                InstantSource.system(),
                new Tokens(source -> List.of(), InstantSource.system()),
                new SimpleMeterRegistry(),
                CircuitBreakerRegistry.ofDefaults(),
                new SeenAlerts(0, InstantSource.system()),
                new Heartbeats(),
                renewals -> {},
                asked -> CompletableFuture.failedFuture(new IllegalStateException("routes are only looked at")),
                name -> CompletableFuture.failedFuture(new IllegalStateException("routes are only looked at")),
                ChatDesk.NONE,
                PhoneDesk.NONE,
                SlackBoard.NONE,
                PushoverDesk.NONE,
                Runnable::run,
                () -> false,
                settings.placeholders().getProperty(OwnProperties.ROUTING_KEYS, ""),
                settings.duration(Setting.RESOLVE_TIMEOUT),
                mappings,
                rules);
        return new CamelParts(settings.placeholders(), beans::bindTo);
    }
}
