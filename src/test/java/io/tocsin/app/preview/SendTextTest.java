package io.tocsin.app.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.check.TrialSend;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SendTextTest {

    @Test
    void aFormIsShownFieldByFieldWithoutItsCredential() {
        TrialSend send = new TrialSend(
                "POST",
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Tocsin-Path", "messages.json"),
                "token=SECRET&title=disk+full&message=2+%25+left%0Aact".getBytes(StandardCharsets.UTF_8));

        assertThat(SendText.head(send)).isEqualTo("POST messages.json");
        assertThat(SendText.body(send)).isEqualTo("token: ***\ntitle: disk full\nmessage: 2 % left\nact");
    }

    @Test
    void jsonIsLaidOutAndOtherTextIsShownAsItIs() {
        assertThat(SendText.body(new TrialSend("", Map.of(), "{\"a\":[1]}"))).contains("\n  \"a\": [");
        assertThat(SendText.body(new TrialSend("", Map.of(), "a=b&c=%25"))).isEqualTo("a=b&c=%25");
    }

    @Test
    void aCredentialInJsonIsNotShown() {
        for (String name : new String[] {"routing_key", "urls", "token"}) {
            String json = "{\"" + name + "\": \"SECRET\", \"title\": \"disk full\"}";
            assertThat(SendText.body(new TrialSend("POST", Map.of(), json.getBytes(StandardCharsets.UTF_8))))
                    .contains("\"" + name + "\": \"***\"", "disk full")
                    .doesNotContain("SECRET");
        }
    }
}
