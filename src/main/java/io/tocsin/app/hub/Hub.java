package io.tocsin.app.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tocsin.app.api.AlertmanagerAlerts;
import io.tocsin.app.api.AlertmanagerStatus;
import io.tocsin.app.api.Api;
import io.tocsin.app.api.ChatActs;
import io.tocsin.app.api.Health;
import io.tocsin.app.api.Metrics;
import io.tocsin.app.api.OpenBoard;
import io.tocsin.app.api.OpsgenieAnswers;
import io.tocsin.app.api.PhoneActs;
import io.tocsin.app.api.PushoverBoard;
import io.tocsin.app.api.RulesInUse;
import io.tocsin.app.api.StatisticsEndpoint;
import io.tocsin.channel.breaker.AsyncBreakers;
import io.tocsin.check.AnswersGoAlone;
import io.tocsin.check.RouteCheck;
import io.tocsin.files.Finding;
import io.tocsin.files.Followed;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.LastGood;
import io.tocsin.model.delivery.Judge;
import io.tocsin.model.heartbeat.Heartbeats;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.rule.AnswerReceivers;
import io.tocsin.model.rule.Rules;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.token.LinkSigner;
import io.tocsin.model.token.Tokens;
import io.tocsin.net.guard.Deadlines;
import io.tocsin.net.server.CannotListenException;
import io.tocsin.net.server.HttpSettings;
import io.tocsin.net.server.HubHttpServer;
import io.tocsin.pipeline.answer.AnswerActs;
import io.tocsin.pipeline.answer.AnswerDesk;
import io.tocsin.pipeline.answer.RingingEmergencies;
import io.tocsin.pipeline.answer.SentTo;
import io.tocsin.pipeline.answer.SilenceIncidents;
import io.tocsin.pipeline.checkin.CheckInReports;
import io.tocsin.pipeline.deadletter.DeadLetterPages;
import io.tocsin.pipeline.deadletter.DeadLetters;
import io.tocsin.pipeline.deadletter.NewDeadLetter;
import io.tocsin.pipeline.heartbeat.Renewals;
import io.tocsin.pipeline.heartbeat.SharedHeartbeats;
import io.tocsin.pipeline.heartbeat.SilentAlerts;
import io.tocsin.pipeline.incident.Acts;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.ledger.DueIncidents;
import io.tocsin.pipeline.link.AnswerLinks;
import io.tocsin.pipeline.listing.FiringAlerts;
import io.tocsin.pipeline.listing.Lists;
import io.tocsin.pipeline.listing.OpenIncidents;
import io.tocsin.pipeline.outbox.BreakerLog;
import io.tocsin.pipeline.outbox.OutboxLanes;
import io.tocsin.pipeline.outbox.ReceiversInUse;
import io.tocsin.pipeline.question.FollowQuestions;
import io.tocsin.pipeline.question.Questions;
import io.tocsin.pipeline.rest.LiveRests;
import io.tocsin.pipeline.schedule.FollowShifts;
import io.tocsin.pipeline.schedule.LiveCalendars;
import io.tocsin.pipeline.schedule.LiveOverrides;
import io.tocsin.pipeline.schedule.ReadCalendars;
import io.tocsin.pipeline.schedule.ScheduleDesk;
import io.tocsin.pipeline.schedule.TellOfShifts;
import io.tocsin.pipeline.seen.SeenAlerts;
import io.tocsin.pipeline.silence.FollowFiles;
import io.tocsin.pipeline.silence.HeldBack;
import io.tocsin.pipeline.silence.LiveSilences;
import io.tocsin.pipeline.silence.LiveWindows;
import io.tocsin.pipeline.silence.Releases;
import io.tocsin.pipeline.silence.SilenceDesk;
import io.tocsin.pipeline.silence.TellOfHolds;
import io.tocsin.pipeline.silence.WindowDesk;
import io.tocsin.pipeline.silence.WindowEnds;
import io.tocsin.pipeline.silence.WindowPages;
import io.tocsin.pipeline.statistics.RollUp;
import io.tocsin.pipeline.statistics.Statistics;
import io.tocsin.pipeline.trace.AlertAudit;
import io.tocsin.pipeline.trace.IncidentPages;
import io.tocsin.pipeline.trace.PostedAlerts;
import io.tocsin.pipeline.trace.SentPages;
import io.tocsin.pipeline.trace.Traces;
import io.tocsin.source.sqs.QueueDeadLetters;
import io.tocsin.source.sqs.SourceQueue;
import io.tocsin.store.audit.AuditPages;
import io.tocsin.store.audit.SealAudit;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.hubs.HubId;
import io.tocsin.store.hubs.Membership;
import io.tocsin.store.lane.Lanes;
import io.tocsin.store.lane.Poller;
import io.tocsin.store.lane.Unheard;
import io.tocsin.store.repeat.AnsweredRequests;
import io.tocsin.store.shared.ReceiversOfHubs;
import io.tocsin.store.shared.Revisions;
import io.tocsin.store.shared.SharedVersions;
import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.Store;
import io.tocsin.store.token.DeniedAttempts;
import io.tocsin.store.token.LinkKeyTable;
import io.tocsin.store.token.TokenTable;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.main.Main;

/**
 * A running hub: the composition root. Parts are made here, bound by name for the route files, and stopped in the
 * opposite order.
 */
public final class Hub implements AutoCloseable {

    /** What a provider has not answered by then is cut off when the hub stops, and is unknown. */
    private static final Duration SENDS_END_WITHIN = Duration.ofSeconds(5);

    /** While a hub starts and stops, the consumer of a {@code direct:} endpoint may be a moment later than its user. */
    private static final Duration DIRECT_WAIT = Duration.ofSeconds(2);

    /** How long a receiver whose file was edited may go on with what it is sending: longer than any channel waits by default. */
    private static final Duration DRAIN = Duration.ofSeconds(20);

    /** One that has not looked for what is due, or not done it, for so long hangs. */
    private static final Duration LOOKS_BY_THEN = Duration.ofMinutes(2);

    /** So many wait for the store; Slack is told at once that more are not done. */
    private static final int MOST_CLICKS = 100;

    /** How often it looks whether it is time to read a calendar. */
    private static final Duration CALENDARS = Duration.ofSeconds(5);

    /** A token's last use is told to the minute. */
    private static final Duration USES_OF_TOKENS = Duration.ofMinutes(1);

    /** How often it goes on with statistics. */
    private static final Duration STATISTICS = Duration.ofSeconds(10);

    /** How often a hub that stops looks whether it can give up its slices. */
    private static final Duration DRAIN_BEAT = Duration.ofMillis(250);

    private final HubSettings settings;
    private InstantSource clock;
    private ClockWatch watch;
    private final Function<Path, Dialect> stores;
    private final ObjectMapper json = new ObjectMapper();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    private final Lanes lanes = new Lanes();
    private final Heartbeats heartbeats = new Heartbeats();
    private final ScheduledExecutorService timer = new HubTimer("hub-timer", 3);
    /** What keeps others from taking this hub for gone waits for nothing else. */
    private final ScheduledExecutorService beat = new HubTimer("hub-beat", 1);

    /** For tasks that may take long: the timer's other tasks, lanes that look for due work say, do not wait for them. */
    private final ScheduledExecutorService files = new HubTimer("hub-files", 4);

    /** For what senders ask of incidents: it waits for commits. */
    private final ScheduledExecutorService asked = new HubTimer("hub-asked", 2);

    /** For what people ask in chats, which waits for a few seconds: more than these would be done after that. */
    private final ExecutorService clicked =
            new ThreadPoolExecutor(2, 2, 0, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(MOST_CLICKS), work -> {
                Thread thread = new Thread(work, "hub-clicked");
                thread.setDaemon(true);
                return thread;
            });

    private final ScheduledExecutorService retention = new HubTimer("hub-retention", 1);

    private final ScheduledExecutorService statistics = new HubTimer("hub-statistics", 1);

    /** For calendars, whose servers may take their time. */
    private final ScheduledExecutorService calendarReads = new HubTimer("hub-calendars", 1);

    private final Closing closing = new Closing();

    private Dialect dialect;
    private Store store;
    private Membership hubs;
    private Renewals renewals;
    private Corridor corridor;
    private LiveSilences silences;
    private LiveWindows windows;
    private LiveOverrides overrides;
    private LiveRests rests;
    private LiveCalendars calendars;
    private RouteData routeData;
    private RouteTakeover takeover;
    private TokenTable tokenTable;
    private LinkKeyTable linkKeys;
    private SharedMemory shared;
    private Acts acts;
    private SilenceDesk silencing;
    private SilenceIncidents silencingIncidents;
    private OpsgenieAnswers opsgenie;
    private CheckInReports checkIns;
    private Questions questions;
    private ReceiversInUse receivers;
    private Health health;
    private Gauges gauges;
    private HubHttpServer http;
    private Main main;
    private volatile Set<String> running = Set.of();

    private Hub(HubSettings settings, InstantSource clock, ClockWatch watch, Function<Path, Dialect> stores) {
        this.settings = settings;
        this.clock = clock;
        this.watch = watch;
        this.stores = stores;
    }

    /**
     * Starts a hub; it serves when this returns.
     *
     * @throws CannotStartException if something is in the way that one line can tell
     * @throws io.tocsin.files.InvalidFileException if a file that a user edits is wrong
     */
    public static Hub start(HubSettings settings, InstantSource clock) {
        return start(
                settings,
                clock,
                new ClockWatch(clock, System::nanoTime, settings.duration(Setting.INTERVAL)),
                file -> StoreChoice.of(settings, file));
    }

    /** The same with what tells a clock that was set from time that passed, and with the database of the store's file. */
    static Hub start(HubSettings settings, InstantSource clock, ClockWatch watch, Function<Path, Dialect> stores) {
        Hub hub = new Hub(settings, clock, watch, stores);
        try {
            hub.start();
            return hub;
        } catch (RuntimeException e) {
            hub.close();
            throw hub.dialect == null ? e : StartFailure.ofStore(hub.dialect, e);
        } catch (Error e) {
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

    /** The receivers that its routes make. */
    public ReceiversInUse receivers() {
        return receivers;
    }

    /** The files of receivers and sources, which are taken over while it runs. */
    Followed routeFiles() {
        return takeover;
    }

    /** Drains and stops, within 30 s. */
    @Override
    public void close() {
        closing.close();
    }

    private void start() {
        for (ExecutorService each : List.of(timer, beat, retention, statistics, calendarReads, files, asked, clicked)) {
            closing.add("timer", () -> {
                each.shutdownNow();
                each.awaitTermination(2, TimeUnit.SECONDS);
            });
        }
        DataFolder data = DataFolder.take(settings.data());
        closing.add("data folder", data);
        routeData = read();
        refuse(StartChecks.run(settings, routeData));
        ProcessMeters process = new ProcessMeters(meters, data.path());
        closing.add("meters", process);
        dialect = stores.apply(data.store());
        if (!dialect.isRemote()) {
            process.ofStore(meters, data.store());
        }
        store = Store.open(dialect, clock);
        closing.add("store", store);
        if (store.time() != clock) {
            clock = store.time(); // a database's clock counts for all who share it, however this machine's is set
            watch = new ClockWatch(clock, System::nanoTime, settings.duration(Setting.INTERVAL));
        }
        store.read(tx -> {
            Id.continueAfterThoseOf(tx);
            return null;
        });
        renewals = new Renewals(store, heartbeats);
        join(HubId.fresh(settings.text(Setting.NAME)));
        ClockSteps steps = new ClockSteps(watch, clock, store, heartbeats, breakers, hubs);
        if (hubs.hasStartedAlone()) {
            steps.begin(); // while another hub runs, nothing was away
        }
        new BreakerLog(new Judge(clock)).listenTo(breakers);
        takeover = followRoutes();
        gauges = new Gauges(meters, store, clock, breakers, followed(), heartbeats, () -> receivers);
        gauges.register();
        HubGauges.register(meters, hubs);
        tokenTable = TokenTable.open(store, data.adminToken(), new SecureRandom());
        closing.add("last uses of tokens", tokenTable::writeUses);
        linkKeys = LinkKeyTable.open(store, new SecureRandom());
        shared = SharedMemory.open(
                store,
                sharing(),
                routeData,
                tokenTable,
                linkKeys,
                new ReceiversOfHubs(
                        store, settings.text(Setting.NAME), () -> running, this::receiversElsewhere, System::nanoTime),
                new SharedHeartbeats(store, heartbeats, renewals, clock),
                hubs);
        shared.register(meters);
        corridor = new Corridor(
                store,
                lanes,
                clock,
                hubs,
                settings.duration(Setting.LEASE),
                settings.duration(Setting.INTERVAL),
                timer,
                json,
                meters,
                new Corridor.HubAddress(settings.text(Setting.NAME), url()));
        Unheard unheard = new Unheard(ClaimedTables.ALL, lanes);
        store.whenInDoubt(() -> corridor.settle(unheard.givingBack, hubs.id().owner()));
        silences = LiveSilences.load(store, json);
        shared.revisions().listen(Revisions.SILENCES, () -> silences.reread(store));
        windows = LiveWindows.load(store, json);
        shared.revisions().listen(Revisions.WINDOWS, () -> windows.reread(store));
        overrides = new LiveOverrides(store, json);
        shared.revisions().listen(Revisions.OVERRIDES, overrides::reread);
        rests = new LiveRests(store);
        shared.revisions().listen(Revisions.RESTS, rests::reread);
        calendars = new LiveCalendars(
                store, clock, () -> routeData.rules().current().recipients());
        shared.revisions().listen(Revisions.CALENDARS, calendars::changed);
        acts = new Acts(
                corridor,
                notifying(),
                settings.duration(Setting.REOPEN_AFTER),
                (tx, unreached, now) -> NewDeadLetter.keep(corridor, tx, unreached, now));
        silencing = new SilenceDesk(corridor, silences);
        silencingIncidents = new SilenceIncidents(
                store, json, () -> routeData.rules().current().groupings(), silencing, acts);
        checkIns = new CheckInReports(
                corridor, () -> routeData.rules().current().checkIns(), shared.versions()::mayDecide);
        questions = new Questions(corridor, notifying());
        opsgenie = new OpsgenieAnswers(new PostedAlerts(store, json), acts, clock, asked);
        receivers = new ReceiversInUse(this::camel, breakers, corridor, takeover::notTakenOver);
        http = new HubHttpServer(
                HttpSettings.at(settings.text(Setting.HOST), settings.number(Setting.PORT))
                        .with(settings.number(Setting.HTTP_WORKERS), settings.duration(Setting.HTTP_IDLE)),
                router -> api().mountOn(router, json));
        lanes.atEachLook(() -> {
            silences.forgetOver(clock.instant());
            windows.forgetOver(clock.instant());
        });
        startRoutes();
        running = receivers.names();
        // Closed before the routes stop: what is swapped then would be in the way of the stop.
        closing.add("calendars", () -> {
            calendarReads.shutdownNow();
            calendarReads.awaitTermination(5, TimeUnit.SECONDS);
        });
        closing.add("files", () -> {
            files.shutdownNow();
            files.awaitTermination(5, TimeUnit.SECONDS);
        });
        files.scheduleWithFixedDelay(
                takeover::check,
                settings.duration(Setting.RELOAD).toMillis(),
                settings.duration(Setting.RELOAD).toMillis(),
                TimeUnit.MILLISECONDS);
        routeData.follow(files, settings.duration(Setting.RELOAD));
        HeapGrowth.follow(files);
        // Not with the looks for what is due: where the store is away, those must not wait for this as well.
        files.scheduleWithFixedDelay(
                shared::look,
                settings.duration(Setting.INTERVAL).toMillis(),
                settings.duration(Setting.INTERVAL).toMillis(),
                TimeUnit.MILLISECONDS);
        files.scheduleWithFixedDelay(
                tokenTable::writeUses, USES_OF_TOKENS.toMillis(), USES_OF_TOKENS.toMillis(), TimeUnit.MILLISECONDS);
        calendarReads.scheduleWithFixedDelay(readCalendars(), 0, CALENDARS.toMillis(), TimeUnit.MILLISECONDS);
        AtomicReference<Optional<Instant>> upTo = new AtomicReference<>(Optional.empty());
        SilentAlerts silent = new SilentAlerts(
                heartbeats, renewals, store, System::nanoTime, json, new HubInbox(main.getCamelContext()));
        Poller poller = new Poller(
                        store,
                        lanes,
                        ClaimedTables.ALL,
                        List.of(
                                silent.work(() -> upTo.get().filter(known -> hubs.isSteady())),
                                checkIns.work(
                                        () -> upTo.get().filter(known -> hubs.isSteady()), hubs.hasStartedAlone()),
                                DueIncidents.work(corridor, notifying()),
                                Releases.work(corridor, notifying()),
                                TellOfHolds.work(corridor, notifying(), this::holds, files),
                                TellOfShifts.work(corridor, notifying()),
                                FollowQuestions.work(corridor, notifying()),
                                SealAudit.work(store, hubs::leads)),
                        timer)
                .woken();
        files.scheduleWithFixedDelay(
                new FollowFiles(corridor, this::holds, shared.versions()::mayDecide),
                0,
                settings.duration(Setting.RELOAD).toMillis(),
                TimeUnit.MILLISECONDS);
        files.scheduleWithFixedDelay(
                new FollowShifts(store, this::recipients, shared.versions()::mayDecide),
                0,
                settings.duration(Setting.RELOAD).toMillis(),
                TimeUnit.MILLISECONDS);
        files.scheduleWithFixedDelay(
                checkIns::follow, 0, settings.duration(Setting.RELOAD).toMillis(), TimeUnit.MILLISECONDS);
        watch.look(); // the start is no standing still
        Looks looking = new Looks(steps, upTo, heartbeats, silent, poller, System::nanoTime);
        ScheduledFuture<?> looks = timer.scheduleWithFixedDelay(
                looking,
                settings.duration(Setting.INTERVAL).toMillis(),
                settings.duration(Setting.INTERVAL).toMillis(),
                TimeUnit.MILLISECONDS);
        closing.add("looks for what is due", () -> looks.cancel(false));
        LifeSign.schedule(
                settings, () -> !looking.isStuckFor(LOOKS_BY_THEN) && health.isReady(), meters, files, closing);
        if (settings.flag(Setting.EVENTBRIDGE_AT_START)) {
            // A thread of its own: the timer's are for work that does not wait for AWS.
            Thread provisioning =
                    new Thread(() -> HubProvisioning.atStart(settings, routeData, camel()), "eventbridge");
            provisioning.setDaemon(true);
            provisioning.start();
        }
        Retention.schedule(store, clock, settings, hubs::leads, retention);
        statistics.scheduleWithFixedDelay(
                new RollUp(
                        store,
                        clock,
                        json,
                        settings.duration(Setting.RETENTION),
                        settings.flag(Setting.STATISTICS_NIGHTS),
                        hubs::leads),
                0,
                STATISTICS.toMillis(),
                TimeUnit.MILLISECONDS);
        closing.add("slices", this::drain);
    }

    /** Others decide what it would have decided while it ends what it has in hand. */
    private void drain() {
        if (hubs.isShared()) {
            hubs.drain();
            beat.scheduleWithFixedDelay(hubs::beat, 0, DRAIN_BEAT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** From here on it says that it lives, until its routes have stopped: a start may take longer than others wait for a word. */
    private void join(HubId id) {
        hubs = Membership.join(store, id, ClaimedTables.ALL, System::nanoTime);
        hubs.whenGone(lanes::lose);
        closing.add("place among hubs", hubs);
        if (hubs.isShared()) {
            ScheduledFuture<?> beats = beat.scheduleWithFixedDelay(
                    hubs::beat, Membership.BEAT.toMillis(), Membership.BEAT.toMillis(), TimeUnit.MILLISECONDS);
            closing.add("heartbeat", () -> beats.cancel(false));
        }
    }

    /** With everything that is wrong in any file, where something is. */
    private RouteData read() {
        try {
            return RouteData.read(settings, this::misnamedReceivers);
        } catch (InvalidFileException invalid) {
            refuse(StartChecks.run(settings));
            throw invalid;
        }
    }

    private RouteTakeover followRoutes() {
        return new RouteTakeover(
                settings.routes(),
                new RunningRoutes(this::camel, meters, DRAIN),
                (file, deep) -> new RouteCheck(
                                settings.routes(),
                                HubCheck.parts(settings, routeData.mappings()::current, routeData.rules()::current))
                        .of(file, deep),
                this::routesChanged);
    }

    /** A rule that names a new receiver may have been saved, and refused, before that. */
    private void routesChanged() {
        running = receivers.names();
        routeData.rules().again();
    }

    private List<Followed> followed() {
        return List.of(routeData.rules(), routeData.mappings(), takeover, takeover.restarts());
    }

    /** Receivers that rules name wrongly, of rules that are edited while the hub runs; at a start {@link StartChecks} looks at the files themselves. */
    private List<Finding> misnamedReceivers(Rules rules) {
        Set<String> names = running;
        if (names.isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>(rules.unknownReceivers(names));
        findings.addAll(
                AnswerReceivers.misnamed(rules, names, receivers.of(AnswersGoAlone.PROVIDER), AnswersGoAlone.TEMPLATE));
        return findings;
    }

    private static void refuse(List<Finding> findings) {
        if (!findings.isEmpty()) {
            throw new InvalidFileException(findings);
        }
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
        main.bind("notifying", notifying());
        main.bind(
                "answerLinks",
                new AnswerLinks(
                        new LinkSigner(linkKeys), settings.text(Setting.URL), settings.duration(Setting.ANSWER_LINKS)));
        if (shared.isShared()) {
            main.bind("revisions", shared.revisions());
            main.bind("receiversOfHubs", shared.receivers());
        }
        main.addMainListener(new BeforeRoutes(context -> {
            beans().bindTo(context.getRegistry());
            AsyncBreakers.useIn(context);
            // Camel would hold an event for 30 s for a direct: endpoint that nobody consumes.
            context.getComponent("direct", DirectComponent.class).setTimeout(DIRECT_WAIT.toMillis());
            try {
                context.addService(http);
            } catch (CannotListenException e) {
                throw e;
            } catch (Exception e) {
                throw new CannotStartException("The HTTP server cannot start: " + e.getMessage(), e);
            }
        }));
        // Behind the routes, which take the API with them: nobody writes to the audit any more.
        closing.add("audit", () -> SealAudit.last(store, hubs::leads));
        closing.add("check-ins", checkIns::close);
        closing.add("routes", this::stopRoutes);
        try {
            main.start();
        } catch (Exception e) {
            throw StartFailure.of(settings.routes(), e, () -> HubCheck.refused(settings, routeData));
        }
    }

    private void stopRoutes() {
        CamelContext context = main.getCamelContext();
        if (context != null) {
            Optional.ofNullable(context.getRegistry().lookupByNameAndType(Deadlines.BEAN, Deadlines.class))
                    .ifPresent(sends -> sends.endAllIn(SENDS_END_WITHIN));
        }
        main.stop();
    }

    /** The names that route files may refer to. */
    private RouteBeans beans() {
        return new RouteBeans(
                settings.routes(),
                settings.addresses(),
                clock,
                new Tokens(tokenTable, clock),
                meters,
                breakers,
                new SeenAlerts(settings.number(Setting.DEDUP_SIZE), clock),
                heartbeats,
                renewals,
                opsgenie,
                checkIns,
                new ChatActs(new AnswerActs(acts, silencingIncidents), questions, this::recipients),
                new PhoneActs(new SentTo(store), rests, this::recipients),
                new OpenBoard(new OpenIncidents(store), clock),
                new PushoverBoard(new RingingEmergencies(store, json)),
                clicked,
                hubs::leads,
                settings.placeholders().getProperty(OwnProperties.ROUTING_KEYS, ""),
                settings.duration(Setting.RESOLVE_TIMEOUT),
                routeData.mappings()::current,
                routeData.rules()::current);
    }

    private Notifying notifying() {
        return new Notifying(
                () -> routeData.rules().current().policies(),
                this::recipients,
                new HeldBack(silences, windows, this::holds),
                shared.versions()::mayDecide);
    }

    private void receiversElsewhere(Set<String> names) {
        lanes.elsewhere(names.stream().map(OutboxLanes::lane).collect(Collectors.toSet()));
    }

    private SharedVersions.Hub sharing() {
        return new SharedVersions.Hub(hubs.id().owner(), hubs.id().name(), hubs.isShared(), Membership::listed);
    }

    private ReadCalendars readCalendars() {
        return new ReadCalendars(
                store,
                calendars,
                () -> routeData.rules().current().recipients(),
                settings.addresses(),
                () -> hubs.leads() && shared.versions().mayDecide(),
                clock,
                meters);
    }

    private Recipients recipients() {
        return rests.over(
                overrides.over(calendars.over(routeData.rules().current().recipients())));
    }

    private FileHolds holds() {
        return routeData.rules().current().holds();
    }

    private Api api() {
        health = new Health(
                store,
                this::camel,
                followed(),
                shared.versions()::behind,
                () -> calendars.troubles(routeData.rules().current().recipients()),
                System::nanoTime);
        Lists lists = new Lists(store, json);
        WindowEnds ends = new WindowEnds(windows, this::holds, clock);
        IncidentPages incidents = new IncidentPages(store, json, ends::of);
        return new Api(
                new Tokens(tokenTable, clock),
                tokenTable,
                new DeniedAttempts(store, System::nanoTime),
                new Traces(store, json, () -> routeData.rules().current(), ends::of),
                lists,
                new SentPages(store, json),
                new NamesOf(receivers, routeData.rules()::current, tokenTable, this::camel, lists).inUse(),
                new DeadLetters(new CorridorRooms(lanes), corridor, notifying()),
                new DeadLetterPages(store, json),
                new QueueDeadLetters(() -> SourceQueue.of(camel()), store),
                silencing,
                new WindowDesk(
                        corridor, windows, () -> new WindowPages.FileWindows(holds().windows(), holds().places())),
                new ScheduleDesk(store, json, overrides, calendars, this::recipients),
                clock,
                url(),
                incidents,
                acts,
                silencingIncidents,
                new AnswerDesk(
                        store,
                        json,
                        incidents,
                        new LinkSigner(linkKeys),
                        this::recipients,
                        clock,
                        new AnswerActs(acts, silencingIncidents)),
                linkKeys,
                settings.text(Setting.NAME),
                new AuditPages(store, settings.duration(Setting.INTERVAL)),
                new AlertAudit(
                        store,
                        json,
                        ends::of,
                        settings.duration(
                                settings.flag(Setting.AUDIT_OUTCOMES) ? Setting.AUDIT_RETENTION : Setting.RETENTION)),
                receivers,
                new RulesInUse(routeData.rules(), routeData.mappings(), json),
                shared.versions(),
                health,
                new AlertmanagerStatus(clock, health, () -> running),
                new AlertmanagerAlerts(
                        new FiringAlerts(store, json, new HeldBack(silences, windows, this::holds)),
                        routeData.rules()::current,
                        () -> running,
                        clock),
                opsgenie,
                checkIns,
                questions,
                new StatisticsEndpoint(new Statistics(store, json), clock, settings.flag(Setting.STATISTICS_NIGHTS)),
                new AnsweredRequests(store),
                new Metrics(meters, gauges::refresh),
                settings.flag(Setting.METRICS_PUBLIC));
    }

    private String url() {
        String told = settings.text(Setting.URL);
        return told.isEmpty() ? "http://" + settings.text(Setting.HOST) + ":" + settings.text(Setting.PORT) : told;
    }
}
