package io.tocsin.pipeline.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.token.LinkSigner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which messages carry a link to answer by. */
class AnswerLinksTest {

    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");

    private final LinkSigner signer = new LinkSigner(() -> List.of(new byte[32]));

    private ObjectNode told(
            String url, Duration validFor, String kind, String status, String id, String audience, long attempt) {
        ObjectNode message = new ObjectMapper().createObjectNode();
        message.putObject("notice").put("kind", kind);
        message.putObject("incident").put("id", id).put("status", status);
        message.putObject("recipient").put("audience", audience);
        new AnswerLinks(signer, url, validFor).addTo(message, delivery(attempt));
        return message;
    }

    private static Delivery delivery(long attempt) {
        return new Delivery(
                "dlv_01arz3ndektsv4rrffq69g5fav",
                "ntc_1",
                "evt_1",
                "",
                "inc_1",
                1,
                1,
                "hook",
                "",
                "",
                NOW,
                NOW,
                attempt,
                attempt,
                "{}",
                "",
                "",
                false,
                0,
                0);
    }

    private ObjectNode open(String url) {
        return told(url, Duration.ofDays(3), "opened", "open", "inc_1", "technical", 1);
    }

    @ParameterizedTest
    @CsvSource({
        "opened,open,inc_1,technical,true",
        "updated,open,inc_1,technical,true",
        "escalated,open,inc_1,technical,true",
        "reminder,open,inc_1,technical,true",
        "acknowledged,acknowledged,inc_1,technical,true",
        "resolved,resolved,inc_1,technical,false",
        "updated,resolved,inc_1,technical,false",
        "digest,open,inc_1,technical,false",
        "test,open,inc_1,technical,false",
        "updated,open,sil_1,technical,false",
        "opened,open,inc_1,business,false",
        "opened,open,inc_1,customer,false",
        "opened,open,inc_1,executive,false"
    })
    void whatGoesOnCarriesOneForEngineers(String kind, String status, String id, String audience, boolean has) {
        assertThat(told("https://hub.example.org", Duration.ofDays(3), kind, status, id, audience, 1)
                        .has("answer"))
                .isEqualTo(has);
    }

    @Test
    void whereNobodySaidWhereTheHubIsOrWantsNoLinksThereAreNone() {
        assertThat(open("").has("answer")).isFalse();
        assertThat(told("https://hub.example.org", Duration.ZERO, "opened", "open", "inc_1", "technical", 1)
                        .has("answer"))
                .isFalse();
    }

    @Test
    void anAddressWithAPathOrASlashAtItsEndIsKept() {
        String token = open("https://hub.example.org")
                .at("/answer/url")
                .asText()
                .substring("https://hub.example.org/a/".length());
        assertThat(token).hasSize(42);
        assertThat(open("https://example.org/hub/").at("/answer/url").asText())
                .isEqualTo("https://example.org/hub/a/" + token);
    }

    /** A provider that is given a message again under the same key expects the same message. */
    @Test
    void everyTryCarriesTheSameLink() {
        assertThat(told("https://h.example", Duration.ofDays(3), "opened", "open", "inc_1", "technical", 4))
                .isEqualTo(told("https://h.example", Duration.ofDays(3), "opened", "open", "inc_1", "technical", 1));
    }
}
