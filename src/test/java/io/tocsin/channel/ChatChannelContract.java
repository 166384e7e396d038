package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.channel.TestOutbox.Outcome;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What must hold, beside {@link HttpChannelContract}, of every channel whose messages people read as they come. */
abstract class ChatChannelContract extends HttpChannelContract {

    /** The one message that the provider got, as JSON. */
    private String told(ObjectNode message) throws Exception {
        providerTakes();
        assertThat(send(message).exception()).isEmpty();
        assertThat(recorded()).hasSize(1);
        return recorded().get(0).get("body").toString();
    }

    @Test
    void aDigestAndATestGoIntoNoIncidentsThread() throws Exception {
        ObjectNode test = Messages.firing();
        ((ObjectNode) test.get("notice")).put("kind", "test");
        for (ObjectNode apart : List.of(Messages.digest(2), test)) {
            String alone = told(apart);
            JsonNode thread = send(Messages.firing()).thread().orElse(NullNode.getInstance());
            provider.resetRequests();
            Outcome outcome = send((ObjectNode) apart.deepCopy().set("thread", thread));
            assertThat(recorded()).hasSize(1);
            assertThat(recorded().get(0).get("body").toString()).isEqualTo(alone);
            assertThat(outcome.thread().filter(JsonNode::isObject).filter(kept -> !kept.equals(thread)))
                    .isEmpty();
            provider.resetRequests();
        }
    }

    @Test
    void theLinkByWhichAReaderAnswersIsWholeHoweverLongTheRest() throws Exception {
        ObjectNode huge = Messages.saying("long ".repeat(20_000));
        huge.set("answer", Messages.answerable().get("answer"));
        for (ObjectNode message : List.of(Messages.answerable(), huge)) {
            assertThat(told(message)).contains(Messages.LINK);
            provider.resetRequests();
        }
        assertThat(told(Messages.readBy("business"))).doesNotContain("/a/");
    }

    /** Parameters with which a message has buttons; none where the channel has no such. */
    Map<String, String> withButtons() {
        return Map.of();
    }

    @Test
    void buttonsFitInEveryLanguageAndStandInPlaceOfTheLink() throws Exception {
        assumeFalse(withButtons().isEmpty());
        String receiver = receiver(withButtons());
        provider.stubFor(any(anyUrl()).willReturn(okJson("{\"ok\": true, \"id\": \"77\"}")));
        for (String language : List.of("en", "de", "fr", "es")) {
            for (String status : List.of("open", "acknowledged")) {
                ObjectNode message = Messages.answerable();
                ((ObjectNode) message.get("recipient")).put("language", language);
                ((ObjectNode) message.get("incident")).put("status", status);
                provider.resetRequests();
                assertThat(send(receiver, message).exception()).isEmpty();
                assertThat(requests().get(0).getBodyAsString())
                        .contains((status.equals("open") ? "acknowledge" : "unacknowledge") + " inc-1", "silence inc-1")
                        .doesNotContain(Messages.LINK);
                assertThat(ProviderLimits.of(channel(), own("http://127.0.0.1:1"))
                                .violations(requests().get(0)))
                        .isEmpty();
            }
        }
        provider.resetRequests();
        assertThat(send(receiver, Messages.resolved()).exception()).isEmpty();
        assertThat(send(receiver, Messages.digest(2)).exception()).isEmpty();
        assertThat(send(receiver, Messages.readBy("business")).exception()).isEmpty();
        assertThat(requests())
                .allSatisfy(request -> assertThat(request.getBodyAsString()).doesNotContain("resolve inc-1"));
    }

    @Test
    void anAnswerWithoutWordsIsADeliveryThatBeginsNoThread() throws Exception {
        Outcome outcome = sendAnsweredBy(aResponse().withStatus(200));
        assertThat(outcome.exception()).isEmpty();
        assertThat(outcome.thread()).isEmpty();
        assertThat(requests()).hasSize(1);
    }

    @Test
    void everyIncidentOfADigestIsNamed() throws Exception {
        String digest = told(Messages.digest(50));
        for (int i = 1; i <= 50; i++) {
            assertThat(digest).containsPattern(Pattern.compile("Incident number " + i + "\\b"));
        }
    }

    @Test
    void businessReadersGetTheImpactAndNeitherCauseNorLinks() throws Exception {
        assertThat(told(Messages.readBy("business")))
                .contains("Pipeline deploy failed", "No release")
                .doesNotContain("Health check", "aws.codepipeline", "console.example.org");
    }

    @Test
    void executivesGetTwoSentences() throws Exception {
        assertThat(told(Messages.readBy("executive")))
                .contains("Pipeline deploy failed. No release.")
                .doesNotContain("Severity", "Started", "aws.codepipeline");
    }

    @Test
    void theFrameIsInTheReadersLanguageAndTimeZone() throws Exception {
        ObjectNode message = Messages.firing();
        ((ObjectNode) message.get("recipient")).put("language", "de").put("timeZone", "Europe/Berlin");
        assertThat(told(message))
                .contains("Schweregrad", "2026-08-20 12:00:00 CEST")
                .doesNotContain("Severity");
    }

    @Test
    void furtherAlertsAreListed() throws Exception {
        ObjectNode message = Messages.firing();
        for (int i = 2; i <= 15; i++) {
            message.withArray("/alerts")
                    .add(((ObjectNode) message.at("/alerts/0").deepCopy()).put("title", "alert " + i));
        }
        String told = told(message);
        for (int i = 2; i <= 15; i++) {
            assertThat(told).containsPattern(Pattern.compile("alert " + i + "\\b"));
        }
    }

    @Test
    void aMessageWithoutAlertsIsStillOne() throws Exception {
        ObjectNode message = Messages.firing();
        message.putArray("alerts");
        assertThat(told(message)).contains("Pipeline deploy failed");
    }
}
