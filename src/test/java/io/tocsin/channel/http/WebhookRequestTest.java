package io.tocsin.channel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRequestTest {
    private final WebhookRequest request = new WebhookRequest();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Team",
                "X Team: ops",
                ": ops",
                "X-Team:",
                "X-Team: ops\r\nX-Evil: 1",
                "X-Team: \u00e9",
                "X-Team: a\u0000b",
                "Host: evil.example",
                "content-length: 3",
                "Transfer-Encoding: chunked",
                "Connection: close",
                "webhook-id: mine",
                "Webhook-Signature: v1,x",
                "Tocsin-Path: /x",
                "CamelHttpUri: http://x/",
                "Content-Type: text/plain",
                "X-A: 1, x-a: 2",
                "X-A: 1, Host: evil"
            })
    void aHeaderThatIsNotFreeOrNoHeaderIsRefused(String headers) {
        assertThatThrownBy(() -> request.setHeaders(headers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("headers has ")
                .hasMessageContaining("; expected ");
    }

    @Test
    void valuesAreNotPrinted() {
        request.setHeaders("X-Api-Key: hush, X-Team: ops");
        assertThat(request.toString()).contains("X-Api-Key").doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "post", "", "CONNECT"})
    void onlyMethodsThatCarryABodyAreTaken(String method) {
        assertThatThrownBy(() -> request.setHttpMethod(method)).hasMessageContaining("expected POST, PUT or PATCH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "json", "text/plain\r\nX: y", "text / plain"})
    void aContentTypeIsOne(String type) {
        assertThatThrownBy(() -> request.setContentType(type)).hasMessageStartingWith("contentType ");
    }
}
