package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.store.corridor.SettableClock;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys in calls and messages sent back, as Twilio hands them on: https://www.twilio.com/docs/voice/twiml/gather,
 * https://www.twilio.com/docs/messaging/guides/webhook-request and https://www.twilio.com/docs/usage/security.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PhoneAnswersTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String HUB = "https://hub.example.org";
    private static final String ANN = "+4915110000001";
    private static final String BEN = "+4915110000002";
    private static final String ZOE = "+4915110000003";
    private static final String CLEO = "+4915110000004";
    private static final String MIA = "+4915110000005";
    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("Reply ack ([1-9][0-9]{2}) or resolve \\1\n");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-08-20T10:00:00Z"));
    private Sink twilio;
    private TestHub hub;

    @BeforeAll
    void start(@TempDir Path folder) {
        twilio = Sink.start().answer(201, "{\"sid\": \"CA1\", \"error_code\": null}");
        hub = HubFiles.in(folder)
                .with(Setting.URL, HUB)
                .clock(clock)
                .rules("""
                        rules:
                          - name: all
                            when: { source: [ ci ] }
                            notify: [ { people: { names: [ ann, ben, zoe ], via: [ voice, sms ] } } ]
                          - name: storm
                            when: { source: [ storm ] }
                            notify: [ { people: { names: [ cleo ], via: [ voice, sms ] } } ]
                          - name: woken
                            when: { source: [ woken ] }
                            notify: [ { people: { names: [ ann ], via: [ voice, sms ] } } ]
                            escalate: duty
                        escalations:
                          - name: duty
                            steps:
                              - { notify: [ { people: { names: [ ann ], via: [ sms ] } } ], delay: 1h }
                              - { notify: [ { people: { names: [ ben ], via: [ voice ] } } ], delay: 1h }
                              - { notify: [ { people: { names: [ cleo ], via: [ sms ] } } ], delay: 1h }
                        """)
                .write("rules/recipients.yaml", """
                        people:
                          - { name: ann, addresses: { voice: "%s", sms: "%1$s" } }
                          - { name: ben, language: de, addresses: { voice: "%s" } }
                          - { name: zoe, audience: executive, addresses: { sms: "%s" } }
                          - { name: cleo, timeZone: Europe/Berlin, addresses: { voice: "%s", sms: "%4$s" } }
                          - { name: mia, audience: executive, addresses: { voice: "%s", sms: "%5$s" } }
                        teams:
                          - { name: duty, members: [ mia ] }
                        receivers: { voice: calls, sms: texts }
                        """.formatted(ANN, BEN, ZOE, CLEO, MIA))
                .receiver("voice-twilio", "calls", account(Map.of("answers", "phone")))
                .receiver("sms-twilio", "texts", account(Map.of("replies", "true", "segments", "3")))
                .write(
                        "sources/phone.camel.yaml",
                        Stream.of(
                                        "twilio-calls phone",
                                        "twilio-messages texts-back",
                                        "twilio-calls duty-phone duty",
                                        "twilio-messages duty-texts-back duty")
                                .map(one -> one.split(" "))
                                .map(one -> """
                                - templatedRoute:
                                    routeTemplateRef: %s
                                    routeId: %s
                                    prefixId: %2$s-
                                    parameters:
                                      - { name: source, value: %2$s }
                                      - { name: secrets, value: %s }
                                      - { name: url, value: "{{hub.url}}" }
                                      - { name: teams, value: "%4$s" }
                                """.formatted(one[0], one[1], TOKEN, one.length > 2 ? one[2] : ""))
                                .collect(Collectors.joining()))
                .start();
    }

    private Map<String, String> account(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "url", twilio.url(),
                "accountSid", "AC1",
                "token", "example",
                "from", "+15005550006",
                "rate", "0",
                "destinationRate", "0",
                "digestAbove", "0")); // many end at once, and each call is looked for
        all.putAll(more);
        return all;
    }

    @AfterAll
    void stop() {
        hub.close();
        twilio.close();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20));
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private List<String> sent(String field, String to, String title) {
        return twilio.got().stream()
                .map(got -> form(got.body()))
                .filter(form -> to.equals(form.get("To"))
                        && form.getOrDefault(field, "").contains(title))
                .map(form -> form.get(field))
                .toList();
    }

    /** The call of somebody about this. */
    private String call(String to, String title) {
        return soon().until(() -> sent("Twiml", to, title), calls -> !calls.isEmpty())
                .get(0);
    }

    private String text(String to, String title) {
        return soon().until(() -> sent("Body", to, title), texts -> !texts.isEmpty())
                .get(0);
    }

    private String opened(String title) {
        hub.send("ci", "{\"title\": \"" + title + "\", \"severity\": \"critical\"}");
        String incident = incident(call(ANN, title));
        text(ANN, title);
        soon().until(() -> hub.count("SELECT count(*) FROM delivery WHERE incident_id = '" + incident
                        + "' AND state = 'delivered' AND address = '" + ANN + "'")
                == 2);
        return incident;
    }

    private static String action(String twiml) {
        Matcher action = ACTION.matcher(twiml);
        assertThat(action.find()).as(twiml).isTrue();
        return action.group(1);
    }

    private static String incident(String twiml) {
        return action(twiml).replaceFirst(".*/", "");
    }

    private static String signature(String url, Map<String, String> fields) {
        StringBuilder signed = new StringBuilder(url);
        new TreeMap<>(fields).forEach((name, value) -> signed.append(name).append(value));
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(TOKEN.getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> post(String path, Map<String, String> fields, String signature) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return hub.exchange(hub.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .header("X-Twilio-Signature", signature)
                .POST(BodyPublishers.ofString(body)));
    }

    /** Whoever is told that it is not known presses again: on a slow machine that may be. */
    private String twiml(String path, Map<String, String> fields) {
        HttpResponse<String> answer = await().atMost(Duration.ofSeconds(30))
                .until(() -> post(path, fields, signature(HUB + path, fields)), said -> !said.body()
                        .contains("It is not known whether"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/xml");
        return answer.body().replaceFirst("^<\\?xml version=\"1.0\" encoding=\"UTF-8\"\\?>", "");
    }

    private static String id(String kind) {
        return kind + UUID.randomUUID().toString().replace("-", "");
    }

    private static Map<String, String> pressed(String to, String digits) {
        return new HashMap<>(Map.of(
                "AccountSid", "AC1",
                "ApiVersion", "2010-04-01",
                "CallSid", id("CA"),
                "CallStatus", "in-progress",
                "Direction", "outbound-api",
                "From", "+15005550006",
                "To", to,
                "Digits", digits,
                "FinishedOnKey", "",
                "msg", "Gather End"));
    }

    private String press(String incident, String to, String digits) {
        return twiml("/v1/answers/phone/" + incident, pressed(to, digits));
    }

    private String send(String from, String body) {
        return send("texts-back", from, body);
    }

    private String send(String source, String from, String body) {
        return twiml("/v1/answers/" + source, message(from, body));
    }

    private static Map<String, String> message(String from, String body) {
        return Map.of(
                "AccountSid", "AC1",
                "MessageSid", id("SM"),
                "From", from,
                "To", "+15005550006",
                "Body", body,
                "NumMedia", "0",
                "FromCountry", "DE");
    }

    /** What is typed for an incident, as its message says it. */
    private String number(String title) {
        Matcher code = CODE.matcher(text(ANN, title));
        assertThat(code.find()).as(text(ANN, title)).isTrue();
        return code.group(1);
    }

    private void resolveAll() {
        hub.hub()
                .store()
                .read(tx -> tx.createQuery("SELECT id FROM incident WHERE state <> 'resolved'")
                        .mapTo(String.class)
                        .list())
                .forEach(id -> hub.post("/v1/incidents/" + id + "/resolve", "{}"));
    }

    @Test
    void aKeyAcknowledgesOrResolvesAndTheSecondIsToldWhoWasFirst() {
        String incident = opened("Disk full");
        assertThat(action(call(ANN, "Disk full"))).isEqualTo(HUB + "/v1/answers/phone/" + incident);
        assertThat(call(ANN, "Disk full"))
                .endsWith("<Say language=\"en-US\">Press 4 to acknowledge, 6 to resolve, 8 to be called no more for an"
                        + " hour.</Say></Gather></Response>");
        assertThat(call(BEN, "Disk full")).contains("<Say language=\"de-DE\">Drücken Sie 4");

        assertThat(press(incident, ANN, "4"))
                .isEqualTo("<Response><Say language=\"en-US\">Acknowledged.</Say></Response>");
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
        assertThat(press(incident, BEN, "4")).contains(">It was acknowledged before, by ann at 2026-08-20T");
        assertThat(press(incident, BEN, "6")).contains(">Resolved.<");
        assertThat(hub.state(incident)).isEqualTo("resolved");
        assertThat(press(incident, ANN, "4")).contains(">Incident is left as it is: it is resolved");
        assertThat(hub.audit(incident))
                .containsExactly("incident.acknowledge by ann (voice)", "incident.resolve by ben (voice)");
    }

    @Test
    void whoIsNobodyAndWhatIsNoKeyIsToldSo() {
        String incident = opened("Strangers");
        assertThat(press(incident, "+4915119999999", "4"))
                .contains(">This number belongs to nobody whom this hub knows.");
        assertThat(press(incident, ZOE, "4"))
                .contains(">zoe is of the audience executive, and only technical may answer here.<");
        assertThat(press(incident, ANN, "5"))
                .startsWith("<Response><Gather numDigits=\"1\"")
                .contains("does nothing");
        assertThat(press("inc_00000000000000000000000000", ANN, "4")).contains(">No incident has the id");
        Map<String, String> inbound = pressed(ANN, "4");
        inbound.putAll(Map.of("Direction", "inbound", "From", "+4915119999999", "To", ANN));
        assertThat(twiml("/v1/answers/phone/" + incident, inbound)).contains("belongs to nobody");
        assertThat(hub.state(incident)).isEqualTo("open");
        assertThat(hub.audit(incident)).isEmpty();
    }

    @Test
    void membersOfTheTeamsOfATemplateMayAnswerWhateverTheirAudience() {
        assertThat(send("texts-back", MIA, "list")).contains("mia is of the audience executive");
        assertThat(send("duty-texts-back", MIA, "list")).contains(">Nothing is open that was sent to you.<");
        String incident = opened("On duty");
        assertThat(press(incident, MIA, "4")).contains("mia is of the audience executive");
        assertThat(twiml("/v1/answers/duty-phone/" + incident, pressed(MIA, "4")))
                .contains(">Acknowledged.<");
        assertThat(hub.audit(incident)).containsExactly("incident.acknowledge by mia (voice)");
    }

    @Test
    void aRepeatHasNoEffectWhateverHappenedSince() {
        String incident = opened("Repeated");
        Map<String, String> pressed = pressed(ANN, "4");
        twiml("/v1/answers/phone/" + incident, pressed);
        hub.post("/v1/incidents/" + incident + "/unacknowledge", "{}");
        twiml("/v1/answers/phone/" + incident, pressed);
        assertThat(hub.state(incident)).isEqualTo("open");
        assertThat(hub.audit(incident)).hasSize(2);
    }

    @Test
    void whatIsNotSignedForThisIncidentIsRefused() {
        String mine = opened("Signed");
        String other = opened("Another");
        Map<String, String> pressed = pressed(ANN, "6");
        String right = signature(HUB + "/v1/answers/phone/" + mine, pressed);
        assertThat(post("/v1/answers/phone/" + other, pressed, right).statusCode())
                .isEqualTo(401);
        for (String field : pressed.keySet()) {
            Map<String, String> changed = new HashMap<>(pressed);
            changed.put(field, "9" + changed.get(field));
            assertThat(post("/v1/answers/phone/" + mine, changed, right).statusCode())
                    .as(field)
                    .isEqualTo(401);
        }
        for (int i = 0; i < right.length() - 2; i++) {
            String changed = right.substring(0, i) + (right.charAt(i) == 'A' ? 'B' : 'A') + right.substring(i + 1);
            assertThat(post("/v1/answers/phone/" + mine, pressed, changed).statusCode())
                    .isEqualTo(401);
        }
        assertThat(hub.state(mine)).isEqualTo("open");
        assertThat(hub.state(other)).isEqualTo("open");
        Map<String, String> shifted = new HashMap<>(pressed);
        shifted.put("CallSid", pressed.get("CallSid") + "CallStatus" + shifted.remove("CallStatus"));
        assertThat(signature(HUB + "/v1/answers/phone/" + mine, shifted)).isEqualTo(right);
        assertThat(post("/v1/answers/phone/" + mine, shifted, right).statusCode())
                .as("a recorded request, under another id")
                .isEqualTo(400);
        assertThat(hub.state(mine)).isEqualTo("open");
        twiml("/v1/answers/phone/" + mine, pressed);
        assertThat(hub.state(mine)).isEqualTo("resolved");
    }

    @Test
    void aMessageSentBackMeansTheLastOneOrTheOneWithItsNumber() {
        resolveAll(); // of two open ones with the same number neither is meant
        String first = opened("Cache is cold");
        String number = number("Cache is cold");
        String second = opened("Queue is long");
        if (number.equals(number("Queue is long"))) { // once in 900 runs
            hub.post("/v1/incidents/" + second + "/resolve", "{}");
            second = opened("Queue is longer");
        }

        assertThat(send(ANN, " 4 "))
                .startsWith("<Response><Message>Acknowledged. (")
                .contains(" Queue is long");
        assertThat(hub.state(second)).isEqualTo("acknowledged");
        assertThat(hub.state(first)).isEqualTo("open");
        assertThat(send(ANN, "List"))
                .contains(number + " Cache is cold")
                .containsPattern("Queue is long(er)?, acknowledged");
        assertThat(send(ANN, "Ack #" + number + ".")).contains(">Acknowledged. (" + number + " Cache is cold)");
        assertThat(hub.state(first)).isEqualTo("acknowledged");
        assertThat(send(ANN, "resolve " + number)).contains(">Resolved. (" + number + " Cache is cold)");
        assertThat(hub.state(first)).isEqualTo("resolved");
        assertThat(send(ANN, "ack " + number))
                .contains(">No open incident that was sent to you has the number " + number + ". Open: ");
        assertThat(hub.audit(first))
                .containsExactly("incident.acknowledge by ann (sms)", "incident.resolve by ann (sms)");
        assertThat(send(ANN, "6")).contains(">Resolved.");
    }

    @Test
    void aMessageThatComesAgainIsNotSaidToBeOfTheNextIncident() {
        resolveAll();
        String first = opened("Certificate is old");
        String second = opened("Disk is slow");
        Map<String, String> message = message(ANN, "ack");
        twiml("/v1/answers/texts-back", message);
        assertThat(twiml("/v1/answers/texts-back", message))
                .isEqualTo(
                        "<Response><Message>That message was taken before, and nothing is done again. Send list to see"
                                + " how it stands.</Message></Response>");
        assertThat(hub.state(first)).isEqualTo("open");
        assertThat(hub.audit(second)).containsExactly("incident.acknowledge by ann (sms)");
    }

    @Test
    void theNextStepComesAtOnceForWhoeverWantsIt() {
        resolveAll(); // of two open ones with the same number neither is meant
        hub.send("woken", "{\"title\": \"Nobody wakes\", \"severity\": \"critical\"}");
        assertThat(call(ANN, "Nobody wakes")).contains("for an hour. 9 to escalate now.</Say></Gather>");
        assertThat(text(ANN, "Nobody wakes"))
                .containsPattern("Reply ack ([1-9][0-9]{2}), resolve \\1 or escalate \\1\n");
        String incident = incident(call(ANN, "Nobody wakes"));
        assertThat(sent("Twiml", BEN, "Nobody wakes")).isEmpty();

        assertThat(press(incident, ANN, "9")).contains(">Its next step comes now.<");
        assertThat(call(BEN, "Nobody wakes")).contains("9 für die nächste Stufe.");
        assertThat(send(ANN, "escalate"))
                .as("two within ten seconds want the same one")
                .contains("Somebody had its next step come a moment ago.");
        hub.advance(clock, Duration.ofSeconds(30));
        assertThat(send(ANN, "9")).contains("Its next step comes now. (").contains("Nobody wakes");
        text(CLEO, "Nobody wakes");
        assertThat(hub.audit(incident))
                .containsExactly("incident.escalate by ann (voice)", "incident.escalate by ann (sms)");

        press(incident, BEN, "4");
        hub.advance(clock, Duration.ofSeconds(30));
        assertThat(press(incident, ANN, "9")).contains(">Incident is left as it is: ");
        assertThat(opened("No escalation")).isNotEqualTo(incident);
        assertThat(send(ANN, "esc")).contains("is left as it is: ");
    }

    @Test
    void strangersAndMachinesAreNotAnswered() {
        String incident = opened("Talk");
        assertThat(send("+4915119999999", "ack")).isEqualTo("<Response></Response>");
        assertThat(send(ANN, "I am driving and will call you back later")).isEqualTo("<Response></Response>");
        assertThat(send(ANN, "akc"))
                .isEqualTo(
                        "<Response><Message>Send ack, resolve or escalate, with an incident's number behind it; list shows"
                                + " them.</Message></Response>");
        assertThat(send(ZOE, "ack")).contains("zoe is of the audience executive");
        assertThat(send(BEN, "list")).as("by their number for calls").contains(" Talk");
        assertThat(hub.state(incident)).isEqualTo("open");
    }

    @Test
    void ofTwoWhoAnswerAtOnceOneWins() {
        for (int i = 0; i < 3; i++) {
            String incident = opened("Raced " + i + ".");
            CompletableFuture<String> ann = CompletableFuture.supplyAsync(() -> press(incident, ANN, "4"));
            CompletableFuture<String> ben = CompletableFuture.supplyAsync(() -> press(incident, BEN, "4"));
            List<String> heard = List.of(ann.join(), ben.join());
            assertThat(heard)
                    .filteredOn(words -> words.contains("acknowledged before, by"))
                    .hasSize(1);
            assertThat(heard)
                    .filteredOn(words -> words.contains(">Acknowledged.<") || words.contains(">That was done before.<"))
                    .hasSize(1);
            assertThat(hub.audit(incident)).hasSize(1);
        }
    }

    @Test
    void whoWantsToBeCalledNoMoreIsCalledAfterAnHourAndGetsTheirMessagesMeanwhile() {
        hub.send("storm", "{\"title\": \"Storm 1\", \"severity\": \"critical\"}");
        String incident = incident(call(CLEO, "Storm 1"));
        Map<String, String> pressed = pressed(CLEO, "8");
        String until = "You are called no more until "
                + clock.instant().plusSeconds(3600 + 2 * 3600).toString().substring(11, 16) + ".";
        assertThat(twiml("/v1/answers/phone/" + incident, pressed)).contains(until);
        assertThat(hub.state(incident)).isEqualTo("open");
        assertThat(hub.audit("cleo")).containsExactly("person.rest by cleo (voice)");

        hub.send("storm", "{\"title\": \"Storm 2\", \"severity\": \"critical\"}");
        text(CLEO, "Storm 2");
        soon().until(() -> hub.count("SELECT count(*) FROM delivery WHERE held = 1 AND address = '" + CLEO + "'") == 1);
        hub.advance(clock, Duration.ofMinutes(30));
        assertThat(twiml("/v1/answers/phone/" + incident, pressed))
                .as("a recorded request makes it no longer")
                .contains(until);
        assertThat(sent("Twiml", CLEO, "Storm 2")).isEmpty();
        hub.advance(clock, Duration.ofMinutes(31));
        call(CLEO, "Storm 2");
        hub.send("storm", "{\"title\": \"Storm 3\", \"severity\": \"critical\"}");
        call(CLEO, "Storm 3");
    }
}
