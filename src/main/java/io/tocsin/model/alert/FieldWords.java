package io.tocsin.model.alert;

import java.util.List;
import java.util.Set;

/**
 * A field's role by the words of its name. The last word counts, without what only says how a thing is named ({@code
 * name}, {@code id}, {@code arn}): {@code dbInstanceIdentifier} is an instance.
 *
 * @param role what the field says
 * @param key the thing's name without {@link #NAMINGS}: {@code job} for {@code jobName} and {@code job-name} alike
 */
record FieldWords(FieldRole role, String key) {
    private static final Set<String> NAMINGS = words("name id identifier arn key slug number");

    private static final Set<String> SUBJECTS = words("""
            alarm bucket build backup campaign certificate check circuit commonname connector
            consumer container crawler cronjob customer daemonset dag dashboard database dataset db deployment detector
            core device disk distribution domain door email endpoint entity export extension file filesystem finding floor function gpu group
            healthcheck iccid imei import index ingress interface item job lambda listener loadbalancer login mailbox model
            monitor mount mountpoint object order partition path pipeline playbook pod policy pool port printer probe
            process publisher queue replica replicaset replication repo repository resource role rule schedule secret
            sensor serial shard share site slot snapshot stack statefulset statemachine step stream subscription sync table target task test ticket topic trigger tunnel user vault vin vlan volume vpn
            website workflow workspace""");

    private static final Set<String> PLACES = words("""
            account address app application branch cluster component customeraccount datacenter env environment gateway host hostname
            instance ip location machine namespace network node org organisation organization product project rack region
            server service source stage subnet system team tenant vm vpc zone""");

    private static final Set<String> KINDS =
            words("action alert alertname category class code event kind metric operation reason type");

    /** Things of which each run has an id of its own. */
    private static final Set<String> RUNS = words("""
            action alert backup build deployment event export import job message operation pipeline playbook
            replication snapshot step sync task test trigger workflow""");

    private static final Set<String> STATES = words("""
            color colour conclusion criticality health importance impact level outcome phase priority result severity
            state status urgency""");

    private static final Set<String> STATUSES = words("conclusion health outcome phase result state status");

    private static final Set<String> PASSING = words("""
            age at attempt attempts bytes checksum commit correlation count counter current date deadline delivery digest
            duration elapsed etag execution exit expiry first generation guid hash history invocation last latency nonce
            offset old percent percentage previous receipt request retries retry return revision run sequence seq session
            sha since size span threshold time timestamp token total trace transaction ttl uid until update updated uptime
            usage uuid value version""");

    private static final Set<String> TITLES = words("headline subject summary title");

    private static final Set<String> MESSAGES = words("message msg text");

    private static final Set<String> DESCRIPTIONS =
            words("body content description detail details error exception pretext");

    private static final Set<String> TEXTS = words("""
            annotation annotations comment emoji fallback fingerprint format html icon alias dedup image link links log logs
            markdown note notes output query resolution runbook stacktrace suggestion tags href""");

    /** Things that many others have in common: which of these it is about may stand deeper. */
    private static final Set<String> SHARED = words("""
            alarm check customer dashboard detector email entity group item login model monitor object policy publisher role rule
            schedule site step subscription target ticket topic trigger user workspace""");

    /** Things that have their names within a host or service. */
    private static final Set<String> INSIDE = words("""
            core database device disk door file filesystem gpu index interface mount mountpoint partition path port printer
            process sensor slot table volume""");

    /** @param container the words of the object that the field stands in, which say what a bare {@code name} names */
    static FieldWords of(List<String> container, String field) {
        List<String> words = FieldName.words(field);
        if (words.isEmpty()) {
            return new FieldWords(FieldRole.OTHER, field);
        }
        if (words.size() == 1) {
            words = apart(words.get(0));
        }
        String last = words.get(words.size() - 1);
        if (words.stream().anyMatch(PASSING::contains) && !words.contains("machine")) {
            return new FieldWords(FieldRole.PASSING, last);
        }
        if (STATES.contains(last) || last.equals("code") && words.contains("status")) {
            return new FieldWords(FieldRole.STATE, last);
        }
        if (words.equals(List.of("source"))) {
            return new FieldWords(FieldRole.PASSING, last); // it is who tells, and the alert's own field
        }
        boolean naming = NAMINGS.contains(last);
        List<String> thing = naming ? words.subList(0, words.size() - 1) : words;
        if (thing.isEmpty()) {
            FieldWords around = named(container);
            return around.role == FieldRole.SUBJECT || around.role == FieldRole.PLACE
                    ? run(around, container, last)
                    : new FieldWords(FieldRole.BARE, last);
        }
        if (naming && thing.equals(List.of("source"))) {
            return new FieldWords(FieldRole.SUBJECT, "source"); // AWS's word for the thing that an event is about
        }
        return naming ? run(named(thing), thing, last) : named(thing);
    }

    /** Of a run only a name says what it is of; its id and number change with each. */
    private static FieldWords run(FieldWords found, List<String> thing, String naming) {
        boolean passing = !naming.equals("name") && RUNS.contains(singular(thing.get(thing.size() - 1)));
        FieldRole role = naming.equals("number") ? FieldRole.PASSING : FieldRole.RUN;
        return passing ? new FieldWords(role, found.key) : found;
    }

    private static FieldWords named(List<String> thing) {
        if (thing.isEmpty()) {
            return new FieldWords(FieldRole.OTHER, "");
        }
        String key = String.join("_", thing);
        String last = singular(thing.get(thing.size() - 1));
        boolean alone = thing.size() == 1;
        if (alone && TITLES.contains(last)) {
            return new FieldWords(FieldRole.TITLE, key);
        } else if (alone && MESSAGES.contains(last)) {
            return new FieldWords(FieldRole.MESSAGE, key);
        } else if (alone && DESCRIPTIONS.contains(last)) {
            return new FieldWords(FieldRole.TEXT, key);
        } else if (last.equals("url") || last.equals("uri")) {
            return new FieldWords(alone ? FieldRole.ADDRESS : FieldRole.PASSING, key);
        } else if (SUBJECTS.contains(last) || SUBJECTS.contains(key.replace("_", ""))) {
            return new FieldWords(FieldRole.SUBJECT, key);
        } else if (PLACES.contains(last)) {
            return new FieldWords(FieldRole.PLACE, key);
        } else if (KINDS.contains(last)) {
            return new FieldWords(FieldRole.KIND, key);
        }
        boolean text = TEXTS.contains(thing.get(thing.size() - 1))
                || DESCRIPTIONS.contains(thing.get(thing.size() - 1))
                || MESSAGES.contains(last)
                || TITLES.contains(last);
        return new FieldWords(text ? FieldRole.PASSING : FieldRole.OTHER, key);
    }

    /** Whether it is a thing that many others have in common, such as a rule or a user. */
    boolean isShared() {
        return SHARED.contains(lastOfKey());
    }

    /** Whether it is a thing that has its name within a host or service only, such as a disk. */
    boolean isInside() {
        return INSIDE.contains(lastOfKey());
    }

    /** Whether it tells that the trouble goes on or is over, and not only how bad it is. */
    boolean isStatus() {
        return role == FieldRole.STATE && STATUSES.contains(lastOfKey());
    }

    private String lastOfKey() {
        return singular(key.substring(key.lastIndexOf('_') + 1));
    }

    /** {@code hostname} and {@code requestid} are written together by many. */
    private static List<String> apart(String word) {
        for (String naming : List.of("name", "id")) {
            String thing = word.substring(0, Math.max(0, word.length() - naming.length()));
            boolean known = SUBJECTS.contains(thing) || PLACES.contains(thing) || PASSING.contains(thing);
            if (word.endsWith(naming) && (known || KINDS.contains(thing))) {
                return List.of(thing, naming);
            }
        }
        return List.of(word);
    }

    private static String singular(String word) {
        if (word.endsWith("s") && !SUBJECTS.contains(word) && !KINDS.contains(word)) {
            String one = word.substring(0, word.length() - 1);
            return SUBJECTS.contains(one) || PLACES.contains(one) ? one : word;
        }
        return word;
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}
