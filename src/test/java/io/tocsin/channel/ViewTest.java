package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words that every channel for readers lays out. */
class ViewTest {
    private static Scope scope;
    private static JsonQuery view;

    @BeforeAll
    static void compile() throws Exception {
        scope = JqText.scope(Receivers.ROUTES);
        view = JsonQuery.compile(Files.readString(Receivers.ROUTES.resolve("channels/view.jq")), Versions.JQ_1_7);
    }

    private static JsonNode view(ObjectNode message) throws Exception {
        List<JsonNode> made = new ArrayList<>();
        view.apply(scope, message, made::add);
        assertThat(made).hasSize(1);
        return made.get(0).get("view");
    }

    private static List<String> texts(JsonNode view) {
        return StreamSupport.stream(view.get("texts").spliterator(), false)
                .map(text -> text.get("text").asText())
                .toList();
    }

    private static ObjectNode readBy(ObjectNode message, String audience, String language) {
        ((ObjectNode) message.get("recipient")).put("audience", audience).put("language", language);
        return message;
    }

    @Test
    void aDigestForExecutivesNamesItsIncidentsAndDoesNotTellOfThemAsOfOne() throws Exception {
        JsonNode digest = view(readBy(Messages.digest(3), "executive", "en"));
        assertThat(texts(digest)).containsExactly("Many at once, told together.");
        assertThat(digest.get("more")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "en,Pipeline deploy failed. Status: open since 2026-08-20 10:00:00 UTC.",
        "de,Pipeline deploy failed. Status: offen seit 2026-08-20 10:00:00 UTC.",
        "fr,Pipeline deploy failed. État: ouvert depuis 2026-08-20 10:00:00 UTC.",
        "es,Pipeline deploy failed. Estado: abierto desde 2026-08-20 10:00:00 UTC."
    })
    void anExecutiveIsToldInTwoSentencesHowItStandsWhereNobodyWroteTheImpact(String language, String told)
            throws Exception {
        ObjectNode message = readBy(Messages.firing(), "executive", language);
        ((ObjectNode) message.at("/alerts/0/annotations")).remove("impact");
        assertThat(texts(view(message))).containsExactly(told);
    }

    @ParameterizedTest
    @CsvSource({
        "en,2026-08-20T16:00:00Z,You are on call for primary until 18:00 CEST.",
        "en,2026-08-20T22:30:00Z,You are on call for primary until Friday 00:30 CEST.",
        "en,2026-08-27T07:00:00Z,You are on call for primary until Thursday 2026-08-27 09:00 CEST.",
        "en,,You are on call for primary.",
        "de,2026-08-21T07:00:00Z,Sie haben Bereitschaft für primary bis Freitag 09:00 MESZ.",
        "fr,2026-08-21T07:00:00Z,D'astreinte pour primary jusqu'à vendredi 09:00 CEST.",
        "es,2026-08-21T07:00:00Z,De guardia para primary hasta viernes 09:00 CEST."
    })
    void whoIsToldSinceTheyAreOnCallReadsSoAndUntilWhenByTheirClock(String language, String until, String line)
            throws Exception {
        ObjectNode message = onCall(Messages.firing(), language, until);

        assertThat(texts(view(message))).last().isEqualTo(line);
    }

    @Test
    void nobodyIsOnCallForWhatIsOver() throws Exception {
        assertThat(texts(view(onCall(Messages.resolved(), "en", null)))).noneMatch(text -> text.contains("on call"));
        assertThat(texts(view(onCall(Messages.digest(3), "en", null)))).noneMatch(text -> text.contains("on call"));
    }

    private static ObjectNode onCall(ObjectNode message, String language, String until) {
        ObjectNode onCall = ((ObjectNode) readBy(message, "technical", language).get("recipient"))
                .put("timeZone", "Europe/Berlin")
                .putObject("onCall")
                .put("schedule", "primary");
        if (until != null) {
            onCall.put("until", until);
        }
        return message;
    }

    @ParameterizedTest
    @CsvSource({
        "en,open,Acknowledge",
        "de,open,Übernehmen",
        "fr,open,Prendre en charge",
        "es,open,Atender",
        "en,acknowledged,Resolve",
        "de,acknowledged,Beheben"
    })
    void theFirstLinkIsTheOneByWhichAnEngineerAnswers(String language, String status, String text) throws Exception {
        ObjectNode message = readBy(Messages.answerable(), "technical", language);
        ((ObjectNode) message.get("incident")).put("status", status);
        JsonNode view = view(message);
        assertThat(view.at("/links/0/text").asText()).isEqualTo(text);
        assertThat(view.at("/links/0/href").asText()).isEqualTo(Messages.LINK);
        assertThat(view.path("answer").asText()).isEqualTo(Messages.LINK);
        for (String audience : List.of("business", "customer", "executive")) {
            assertThat(view(readBy(Messages.answerable(), audience, language)).toString())
                    .doesNotContain("/a/AVY");
        }
        assertThat(view(Messages.firing()).path("answer").asText()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "en,critical. Pipeline deploy failed. Affected: deploy.,critical",
        "de,kritisch. Pipeline deploy failed. Betroffen: deploy.,kritisch",
        "fr,critique. Pipeline deploy failed. Concerné: deploy.,critique",
        "es,crítico. Pipeline deploy failed. Afectado: deploy.,crítico"
    })
    void aSeverityIsSaidInTheReadersLanguage(String language, String spoken, String severity) throws Exception {
        JsonNode view = view(readBy(Messages.firing(), "technical", language));
        assertThat(view.get("spoken").asText()).isEqualTo(spoken);
        assertThat(view.at("/facts/1/value").asText()).isEqualTo(severity);
        assertThat(view.get("summary").asText()).isEqualTo("[CRITICAL] Pipeline deploy failed");
    }

    @ParameterizedTest
    @CsvSource({
        "en,3 incidents,Sent by Tocsin",
        "de,3 Vorfälle,Gesendet von Tocsin",
        "fr,3 incidents,Envoyé par Tocsin",
        "es,3 incidentes,Enviado por Tocsin"
    })
    void theFrameOfADigestIsInTheReadersLanguage(String language, String title, String sender) throws Exception {
        JsonNode view = view(readBy(Messages.digest(3), "technical", language));
        assertThat(view.get("title").asText()).isEqualTo(title);
        assertThat(view.get("sender").asText()).isEqualTo(sender);
    }

    private static ObjectNode handled() throws Exception {
        ObjectNode message = Messages.acknowledged();
        ObjectNode incident = message.withObject("/incident");
        incident.put("acknowledgedBy", "mia")
                .put("acknowledgedAt", "2026-08-20T10:30:00Z")
                .put("assignedTo", "bo");
        incident.putObject("earlier").put("id", "inc_0").put("resolvedBy", "mia");
        incident.putObject("publicStatus")
                .put("status", "identified")
                .put("impact", "Orders are late")
                .put("rootCause", "A disk is full")
                .put("resolution", "");
        return message;
    }

    private static List<String> facts(JsonNode view) {
        return StreamSupport.stream(view.get("facts").spliterator(), false)
                .map(fact ->
                        fact.get("name").asText() + ": " + fact.get("value").asText())
                .toList();
    }

    @Test
    void engineersSeeWhatPeopleDid() throws Exception {
        JsonNode view = view(readBy(handled(), "technical", "en"));
        assertThat(facts(view))
                .contains(
                        "Status: acknowledged",
                        "Acknowledged by: mia, 2026-08-20 10:30:00 UTC",
                        "Assigned to: bo",
                        "Public status: identified",
                        "Goes on from: inc_0");
        assertThat(texts(view)).contains("Orders are late", "A disk is full");
    }

    @Test
    void engineersSeeWhatFlapsWhatIsRelatedAndWhatIsHeldBack() throws Exception {
        ObjectNode message = handled();
        ((ObjectNode) message.path("alerts").path(0)).put("flappingSince", "2026-08-20T10:01:00Z");
        ObjectNode incident = message.withObject("/incident");
        for (int i = 1; i <= 4; i++) {
            incident.withArray("/related").addObject().put("id", "inc_" + i).put("title", "disk " + i);
        }
        incident.put("relatedMore", 7);
        incident.withArray("/heldNow")
                .addObject()
                .put("by", "silence sil_1")
                .put("alerts", 2)
                .put("until", "2026-08-20T11:00:00Z");
        assertThat(facts(view(readBy(message, "technical", "en"))))
                .contains(
                        "Flapping since: 2026-08-20 10:01:00 UTC",
                        "Related: inc_1 (disk 1), inc_2 (disk 2), inc_3 (disk 3), +8 more",
                        "Held back now: 2, silence sil_1 until 2026-08-20 11:00:00 UTC");
        assertThat(facts(view(readBy(message, "business", "en"))))
                .noneMatch(fact -> fact.contains("inc_1") || fact.contains("sil_1") || fact.contains("Flapping"));
    }

    @ParameterizedTest
    @CsvSource({
        "business,en,Status: identified",
        "customer,de,Status: Ursache bekannt",
        "customer,fr,État: cause identifiée"
    })
    void businessReadersSeeThePublicStatusAndNoNames(String audience, String language, String status) throws Exception {
        JsonNode view = view(readBy(handled(), audience, language));
        assertThat(facts(view)).contains(status);
        assertThat(view.toString()).doesNotContain("mia", "inc_0");
        assertThat(texts(view)).contains("Orders are late", "A disk is full");
    }

    @Test
    void anExecutiveIsToldTheImpactThatPeopleWrote() throws Exception {
        assertThat(texts(view(readBy(handled(), "executive", "en"))))
                .singleElement()
                .asString()
                .endsWith("Orders are late.");
    }

    @ParameterizedTest
    @CsvSource({
        "en,'eu, Down: 2 firing, 1 over'",
        "de,'eu, Down: 2 aktiv, 1 beendet'",
        "fr,'eu, Down: 2 en cours, 1 terminées'",
        "es,'eu, Down: 2 activas, 1 terminadas'"
    })
    void theTitleOfSeveralAlertsSaysHowManyFireAndHowManyAreOver(String language, String title) throws Exception {
        JsonNode view = view(readBy(Messages.several(3), "technical", language));
        assertThat(view.get("title").asText()).isEqualTo(title);
    }

    @Test
    void ofSeveralAlertsTheFirstHasItsOwnFieldsAndTheOthersALineEach() throws Exception {
        JsonNode view = view(Messages.several(3));
        assertThat(texts(view)).startsWith("[CRITICAL] host 1 is down", "Stage Deploy failed again");
        assertThat(view.get("affected").asText()).isEqualTo("host-1, host-2, host-3");
        assertThat(view.get("more").toString())
                .isEqualTo("[\"[CRITICAL] host 2 is down (host-2)\",\"[RESOLVED] host 3 is down (host-3)\"]");
    }

    @Test
    void howManyAlertsAreNotNamedIsTheLastLine() throws Exception {
        JsonNode more = view(Messages.several(250)).get("more");
        assertThat(more).hasSize(100);
        assertThat(more.get(99).asText()).isEqualTo("… +150 more");
    }

    @Test
    void oneAlertAloneHasItsOwnTitle() throws Exception {
        ObjectNode message = Messages.firing();
        ((ObjectNode) message.get("incident"))
                .putObject("counts")
                .put("firing", 1)
                .put("resolved", 0);
        assertThat(view(message).get("title").asText()).isEqualTo("Pipeline deploy failed");
    }

    @Test
    void aSentenceThatEndsWithAQuestionGetsNoStop() throws Exception {
        ObjectNode message = Messages.firing();
        ((ObjectNode) message.get("incident")).put("title", "Is the pipeline down?");
        assertThat(view(message).get("spoken").asText()).startsWith("critical. Is the pipeline down? Affected: ");
    }

    @Test
    void whatIsNoLinkIsNotShownAsOne() throws Exception {
        ObjectNode message = OddMessages.all().get("links that are none");
        assertThat(view(message).get("links").findValuesAsText("text")).containsExactly("Console");
    }

    @Test
    void aFactThatIsNothingButSpacesIsNone() throws Exception {
        ObjectNode message = Messages.firing();
        ((ObjectNode) message.at("/alerts/0")).put("source", " \t").put("description", " \n ");
        JsonNode view = view(message);
        assertThat(view.get("facts").findValuesAsText("name")).doesNotContain("Source");
        assertThat(view.get("texts").findValuesAsText("name")).doesNotContain("Description");
    }

    @Test
    void twoOfAKindAreToldApartByTheHubsOwnNameForEach() throws Exception {
        ObjectNode message = Messages.firing();
        ObjectNode alert = (ObjectNode) message.at("/alerts/0");

        alert.put("source", "alertmanager").put("origin", "am-eu");
        assertThat(source(message)).isEqualTo("alertmanager (am-eu)");
        alert.put("origin", "alertmanager");
        assertThat(source(message)).isEqualTo("alertmanager");
    }

    private static String source(ObjectNode message) throws Exception {
        for (JsonNode fact : view(message).get("facts")) {
            if (fact.get("name").asText().equals("Source")) {
                return fact.get("value").asText();
            }
        }
        return "";
    }

    @Test
    void aReaderIsToldWhereAMessageMayHaveComeBefore() throws Exception {
        ObjectNode message = Messages.firing();
        assertThat(view(message).get("footer").asText()).doesNotContain("again");
        ((ObjectNode) message.get("delivery")).put("possibleDuplicate", true);
        assertThat(view(message).get("footer").asText()).endsWith(", perhaps sent again");
        readBy(message, "customer", "de");
        assertThat(view(message).get("footer").asText()).isEqualTo("Vorfall inc-1, vielleicht noch einmal gesendet");
    }
}
