package io.tocsin.app.hub;

import io.tocsin.net.guard.AddressGuard;
import java.util.Locale;

/** Everything that the hub itself can be told: one name, one default, one line that says its effect. */
public enum Setting {
    HOST("hub.host", "127.0.0.1", "Address to listen on; 0.0.0.0 for every interface"),
    PORT("hub.port", "8080", "Port to listen on; 0 for any free one"),
    DATA("hub.data", "data", "Folder for the store, the first admin token and the lock; made if absent"),
    STORE(
            "hub.store",
            "",
            "Where everything is kept: jdbc:postgresql://<host>:<port>/<database>; empty: a SQLite file in hub.data"),
    STORE_USER(
            "hub.store.user",
            "",
            "Who the hub is in that database; may be a secret such as {{file:/run/secrets/user}}"),
    STORE_PASSWORD("hub.store.password", "", "And its password, as a secret such as {{file:/run/secrets/password}}"),
    ROUTES(
            "hub.routes",
            "routes",
            "Folders with the route files, commas between: all of them count; of two texts of a channel with one name the earlier folder's"),
    NAME("hub.name", "tocsin", "How the hub calls itself in messages; no two hubs on one store have the same"),
    URL(
            "hub.url",
            "",
            "Where a reader of a message finds the hub; empty: http://<host>:<port>, and messages carry no link to answer by"),
    ANSWER_LINKS(
            "hub.answer-links",
            "3d",
            "How long a message's link to answer by is valid, where hub.url is set; 0s for no such links"),
    RETENTION("hub.retention", "30d", "How long settled events, notices and deliveries are kept"),
    AUDIT_RETENTION(
            "hub.audit.retention",
            "365d",
            "How long the audit is kept, a day's rows at a time; not shorter than hub.retention"),
    AUDIT_OUTCOMES(
            "hub.audit.outcomes",
            "true",
            "Whether the audit keeps who was notified and whether it arrived when hub.retention removes that"),
    STATISTICS_NIGHTS(
            "hub.statistics.nights",
            "true",
            "Whether statistics say how often each person was paged at night, 22:00 to 08:00 by their own clock"),
    LEASE(
            "hub.lease",
            "5m",
            "How long a claim holds if its hub dies or stands still; one that lives renews what it has in hand"),
    INTERVAL("hub.interval", "1s", "How often the hub looks for what became due by time alone"),
    RELOAD("hub.reload.interval", "1s", "How often rules, mappings, receivers and sources are looked at for changes"),
    DECIDE_CONCURRENCY("hub.decide.concurrency", "4", "How many events are decided at once"),
    SEVERITY("hub.default-severity", "medium", "The severity of an alert whose sender gives none that is known"),
    RESOLVE_TIMEOUT(
            "hub.resolve-timeout",
            "5m",
            "How long an alert posted to the Alertmanager API goes on that says no end and is not repeated"),
    RESOLVE_AFTER(
            "hub.resolve-after",
            "7d",
            "How long an alert whose sender tells no end stays open without being sent again; 0s for ever"),
    REOPEN_AFTER(
            "hub.reopen-after",
            "4h",
            "What still fires so long after somebody resolved its incident opens a new one; 0s never"),
    DEDUP_SIZE(
            "hub.dedup.size",
            "100000",
            "How many alerts the dedup cache remembers, 0 for none; the store decides the same without it"),
    DEAD_LETTERS(
            "hub.dead-letters.forward",
            "log:io.tocsin.dead-letter?level=WARN&plain=true",
            "Camel endpoint that gets each dead letter as JSON, such as aws2-sqs:my-queue"),
    HTTP_WORKERS("hub.http.workers", "20", "Threads for the API; accepting events needs none"),
    METRICS_PUBLIC(
            "hub.metrics.public",
            "true",
            "Whether /metrics answers without a token; false asks for a token of the role viewer"),
    HTTP_IDLE("hub.http.idle", "60s", "How long a connection may stand without a byte"),
    GUARD_ALLOW(
            AddressGuard.SETTING,
            "",
            "Networks of your own that HTTP may go to, such as 10.0.0.0/8, commas between; the internet needs none"),
    HEARTBEAT_URL(
            "hub.heartbeat.url",
            "",
            "A dead man's switch that the hub calls while it is well, such as https://hc-ping.com/<uuid>; empty: none"),
    HEARTBEAT_TOKEN(
            "hub.heartbeat.token",
            "",
            "A token that it shows there (Authorization: Bearer), as a check-in of another hub asks; empty: none"),
    HEARTBEAT_INTERVAL("hub.heartbeat.interval", "1m", "How often it calls it"),
    EVENTBRIDGE_AT_START(
            "hub.eventbridge.provision", "false", "Whether a start does what ./hub eventbridge provision does"),
    EVENTBRIDGE_QUEUE("hub.eventbridge.queue-arn", "", "ARN of the hub's queue, to which EventBridge sends"),
    EVENTBRIDGE_BUS("hub.eventbridge.bus", "default", "The event bus"),
    EVENTBRIDGE_REGION("hub.eventbridge.region", "", "The bus's AWS region; empty: the queue's"),
    EVENTBRIDGE_NAME(
            "hub.eventbridge.name", "", "This hub among others on the bus, in the names of its rules; empty: hub.name"),
    EVENTBRIDGE_ENDPOINT("hub.eventbridge.endpoint", "", "Another address than AWS's for EventBridge"),
    EVENTBRIDGE_PROFILE(
            "hub.eventbridge.profile", "", "Profile of ~/.aws/config; empty: AWS's default credential chain"),
    EVENTBRIDGE_ROLE("hub.eventbridge.role-arn", "", "Role to assume for it"),
    EVENTBRIDGE_EXTERNAL_ID("hub.eventbridge.external-id", "", "External id that the role's trust policy asks for");

    private final String key;
    private final String byDefault;
    private final String effect;

    Setting(String key, String byDefault, String effect) {
        this.key = key;
        this.byDefault = byDefault;
        this.effect = effect;
    }

    /** The name in {@code application.properties}. */
    public String key() {
        return key;
    }

    /** What holds where nothing is said. */
    public String byDefault() {
        return byDefault;
    }

    /** One line that says what it does. */
    public String effect() {
        return effect;
    }

    /** The name of the environment variable that overrides the file. */
    public String variable() {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
