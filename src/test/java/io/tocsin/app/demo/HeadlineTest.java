package io.tocsin.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class HeadlineTest {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void aSlackMessageIsReadAsAPersonSeesIt() {
        ObjectNode message = json.createObjectNode().put("text", "[HIGH] Disk &lt;full&gt; &amp; hot");

        assertThat(Headline.ofSlack(message)).isEqualTo("[HIGH] Disk <full> & hot");
    }

    @Test
    void aWebhookOfAResolvedIncidentSaysThatAndNoSeverity() {
        ObjectNode message = json.createObjectNode();
        message.putObject("incident")
                .put("status", "resolved")
                .put("severity", "high")
                .put("title", "Disk full");

        assertThat(Headline.ofWebhook(message)).isEqualTo("[RESOLVED] Disk full");
    }
}
