package io.tocsin.app.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.channel.ChannelBeans;
import io.tocsin.channel.MessageFields;
import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.alert.NamedFields;
import io.tocsin.model.heartbeat.Heartbeats;
import io.tocsin.model.heartbeat.Renewal;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.rule.Rules;
import io.tocsin.model.token.Tokens;
import io.tocsin.net.guard.AddressGuard;
import io.tocsin.net.guard.GuardedHttp;
import io.tocsin.pipeline.decide.AskQuestions;
import io.tocsin.pipeline.decide.MapEvent;
import io.tocsin.pipeline.decide.MatchRules;
import io.tocsin.pipeline.outbox.KeepUnhandledFailures;
import io.tocsin.pipeline.seen.SeenAlerts;
import io.tocsin.source.SourceBeans;
import io.tocsin.source.accept.RoutingKeyProof;
import io.tocsin.source.chat.ChatDesk;
import io.tocsin.source.discord.DiscordAnswers;
import io.tocsin.source.mattermost.MattermostAnswers;
import io.tocsin.source.phone.PhoneDesk;
import io.tocsin.source.phone.SmsAnswers;
import io.tocsin.source.phone.VoiceAnswers;
import io.tocsin.source.protocol.AlertmanagerApi;
import io.tocsin.source.protocol.CheckInDesk;
import io.tocsin.source.protocol.CheckIns;
import io.tocsin.source.protocol.OpsgenieAlerts;
import io.tocsin.source.protocol.OpsgenieDesk;
import io.tocsin.source.protocol.PagerDutyEvents;
import io.tocsin.source.pushover.PushoverDesk;
import io.tocsin.source.pushover.PushoverPolls;
import io.tocsin.source.slack.SlackAnswers;
import io.tocsin.source.slack.SlackBoard;
import io.tocsin.source.telegram.TelegramAnswers;
import io.tocsin.source.telegram.TelegramPolls;
import io.tocsin.source.ticket.TicketAnswers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.spi.Registry;

/**
 * The names that route files may refer to: for the hub that runs, and for the check that only looks.
 *
 * @param folders the route folders
 * @param addresses where HTTP may go
 * @param clock the hub's clock
 * @param tokens who may post
 * @param meters where routes count
 * @param breakers the circuit breakers
 * @param seen the alerts that were seen lately
 * @param heartbeats the alerts that have to be told again
 * @param renewals writes until when alerts go on that were told again
 * @param opsgenie does what senders ask of alerts that they posted as to Opsgenie
 * @param checkIns takes the reports of check-ins
 * @param chats does what people want in chats
 * @param phones does what people do by phone and nowhere else
 * @param board what they look at in Slack
 * @param emergencies what rings by Pushover
 * @param work where what they want is done, which blocks
 * @param leads whether this hub, of several on one store, does what one of them does
 * @param routingKeys further keys that PagerDuty clients may show, commas between
 * @param resolveTimeout how long an alert of the Alertmanager API goes on that says no end
 * @param mappings the mappings in use
 * @param rules the rules in use
 */
record RouteBeans(
        List<Path> folders,
        AddressGuard addresses,
        InstantSource clock,
        Tokens tokens,
        MeterRegistry meters,
        CircuitBreakerRegistry breakers,
        SeenAlerts seen,
        Heartbeats heartbeats,
        Consumer<Map<AlertKey, Renewal>> renewals,
        OpsgenieDesk opsgenie,
        CheckInDesk checkIns,
        ChatDesk chats,
        PhoneDesk phones,
        SlackBoard board,
        PushoverDesk emergencies,
        Executor work,
        BooleanSupplier leads,
        String routingKeys,
        Duration resolveTimeout,
        Supplier<Mappings> mappings,
        Supplier<Rules> rules) {

    void bindTo(Registry registry) {
        GuardedHttp.bindTo(registry, addresses);
        registry.bind("clock", clock);
        registry.bind("tokens", tokens);
        registry.bind("meters", meters);
        registry.bind("breakers", breakers);
        registry.bind("seenAlerts", seen);
        registry.bind("keepUnhandledFailures", new KeepUnhandledFailures());
        registry.bind("alertmanagerApi", new AlertmanagerApi(heartbeats, renewals, clock, resolveTimeout));
        registry.bind("pagerDutyEvents", new PagerDutyEvents());
        registry.bind("opsgenieAlerts", new OpsgenieAlerts(opsgenie));
        registry.bindAsPrototype("slackAnswers", Object.class, () -> new SlackAnswers(chats, board, addresses, work));
        registry.bindAsPrototype("discordAnswers", Object.class, () -> new DiscordAnswers(chats, work));
        registry.bindAsPrototype(
                "mattermostAnswers", Object.class, () -> new MattermostAnswers(chats, work, addresses, clock));
        registry.bindAsPrototype("telegramAnswers", Object.class, () -> new TelegramAnswers(chats, work));
        registry.bindAsPrototype("telegramPolls", Object.class, () -> new TelegramPolls(chats, work, addresses, leads));
        registry.bindAsPrototype(
                "pushoverPolls", Object.class, () -> new PushoverPolls(chats, emergencies, work, addresses, leads));
        registry.bindAsPrototype("pagerDutyAnswers", Object.class, () -> TicketAnswers.ofPagerDuty(chats, work, clock));
        registry.bindAsPrototype("jiraAnswers", Object.class, () -> TicketAnswers.ofJira(chats, work, clock));
        registry.bindAsPrototype("ticketAnswers", Object.class, () -> TicketAnswers.ofPosted(chats, work, clock));
        registry.bindAsPrototype("voiceAnswers", Object.class, () -> new VoiceAnswers(chats, phones, work));
        registry.bindAsPrototype("smsAnswers", Object.class, () -> new SmsAnswers(chats, phones, work, clock));
        registry.bind("checkIns", new CheckIns(checkIns));
        registry.bind("routingKey", new RoutingKeyProof(tokens, routingKeys));
        NamedFields inMessages = MessageFields.in(folders);
        registry.bind(
                "mapping",
                new AskQuestions(
                        new MapEvent(mappings, () -> rules.get().named().and(inMessages), new ObjectMapper(), meters),
                        () -> rules.get().questions(),
                        chats::recipients,
                        clock,
                        new ObjectMapper()));
        registry.bind("rules", new MatchRules(rules, seen, heartbeats));
        SourceBeans.bindTo(registry);
        ChannelBeans.bindTo(registry, clock, folders.toArray(Path[]::new));
    }
}
